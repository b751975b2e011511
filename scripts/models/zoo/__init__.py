"""The small models that Pairlens trains itself: corpora, vocabularies, models, training, evaluation, publishing."""
