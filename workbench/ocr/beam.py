"""The likeliest texts of one line (464.7(d)): prefix beam search over connectionist temporal classification.

Graves et al., Connectionist Temporal Classification, ICML 2006; the search by prefixes as in Hannun et al.,
First-Pass Large Vocabulary Continuous Speech Recognition using Bi-Directional Recurrent DNNs, 2014.
"""

from __future__ import annotations

import numpy as np

from workbench.ocr.charset import BLANK, Posteriors
from workbench.plates.characters import ALPHABET

_LEAST = 1e-4
"""A character less likely than this at a step is not followed."""
_EMPTY = 1 - 1e-3
"""Steps that are surer than this to hold nothing are taken together."""
LONGEST = 16

Beam = dict[str, tuple[float, float]]
"""A text with the probability of the paths that end in nothing, and of those that end in its last character."""


def nbest(posteriors: Posteriors, width: int = 24, keep: int = 12) -> list[tuple[str, float]]:
    """The likeliest texts with their probabilities, best first."""
    beam: Beam = {"": (1.0, 0.0)}
    still = False
    for step in posteriors.astype(np.float64):
        if step[BLANK] > _EMPTY:
            if not still:
                beam = {text: (blank + char, 0.0) for text, (blank, char) in beam.items()}
            still = True
            continue
        still = False
        beam = _followed(beam, step.tolist(), width)
    ended = [(text, sum(ways)) for text, ways in beam.items() if sum(ways) > 0]
    return sorted(ended, key=lambda each: -each[1])[:keep]


def _followed(beam: Beam, step: list[float], width: int) -> Beam:
    chars = [(ALPHABET[place - 1], share) for place, share in enumerate(step) if place and share > _LEAST]
    after: Beam = {}
    for text, (blank, char) in beam.items():
        both = blank + char
        last = text[-1:]
        stays = char * step[ALPHABET.index(last) + 1] if last else 0.0
        _add(after, text, both * step[BLANK], stays)
        if len(text) == LONGEST:
            continue
        for follower, share in chars:
            _add(after, text + follower, 0.0, (blank if follower == last else both) * share)
    best = sorted(after.items(), key=lambda each: -sum(each[1]))[:width]
    return dict(best)


def _add(beam: Beam, text: str, blank: float, char: float) -> None:
    known = beam.get(text, (0.0, 0.0))
    beam[text] = (known[0] + blank, known[1] + char)


def plain(posteriors: Posteriors) -> tuple[str, float]:
    """The text along the single likeliest path, and the mean probability of its characters (0 without any)."""
    best = posteriors.argmax(axis=1)
    starts = (best != BLANK) & (best != np.concatenate([[BLANK], best[:-1]]))
    shares = posteriors.max(axis=1)[starts]
    return "".join(ALPHABET[place - 1] for place in best[starts]), float(shares.mean()) if len(shares) else 0.0
