"""From a photograph to candidates for the plates in it (464.7(d)): localise, rectify, recognise, weigh; pure compute.

Nothing here knows of a read that was collected, of a person or of the access log. What comes out are suggestions with
a probability each; whether one becomes a read is decided elsewhere, by a person where the probability is low.
"""
