"""The reader of photographs (464.10(a)): a process apart that decodes what strangers made, without keys or network.

It is handed a picture and hands back what may stand in it. It knows of no read, no case and no person, opens no file of
the workbench's data, and can make no connection; a picture that takes it over gains one child process that knows this
one picture.
"""
