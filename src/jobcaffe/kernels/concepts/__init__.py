"""What people write, to a concept of a vocabulary: five candidates with the label that matched.

Problem. Concepts (occupations or skills) have some labels each, and perhaps a description, a group and
the names of what stands above. A text typed by a person ("add. pulizie", "operaia metalmecanica") is to
be tied to the right one, though it is none of its labels: another gender, a plural, another order, a
synonym, a typing error.

Method. The text is written plainly (accents, apostrophes, slashes, abbreviations) and its unknown words
are mended against the words of the vocabulary (edit distance with transpositions, at most 2). Then each
concept gets a weighted sum of parts between 0 and 1:

* ``letters``: cosine of letter n-grams (1-3 of the text as typed, 2-5 of mended stems), the best label;
* ``words``: a language model: the chance of each stem given the concept, from its labels, its
  description, its group, the stems that replace one another in the labels of one concept (learnt from
  the vocabulary itself, nothing from outside) and the stems of one family (*saldare*, *saldatura*);
* ``description``, ``group``, ``above``: cosine of stems with these texts;
* ``named``: the text is exactly a label, above all the preferred one;
* less a little for concepts with many labels, whose best label is the best of more tries.

The weights are fixed and written in :mod:`jobcaffe.kernels.concepts.linker`; they were fitted on random
held-out labels of ESCO in Italian (other seeds than the benchmark's), never on people's choices.

Cost. Building: about a second for 3,000 concepts with 14,000 labels. A text: 1-3 ms. The letter part
is exact but factored by word: a label's n-grams are the sum of its words' n-grams.

Sources: Porter's Snowball stemmer for Italian; Damerau 1964; Ponte and Croft 1998 (language model);
Berger and Lafferty 1999 (translation between words).
"""

from jobcaffe.kernels.concepts.italian import normalise
from jobcaffe.kernels.concepts.linker import Linker
from jobcaffe.kernels.concepts.model import Candidate, Concept

__all__ = ["Candidate", "Concept", "Linker", "normalise"]
