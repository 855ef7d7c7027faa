"""spaCy: pipelines on disk, and pickled."""

from maker import attempt, maker, write_pickle


def _pipeline():
    import spacy
    from spacy.training import Example

    nlp = spacy.blank("en")
    nlp.add_pipe("textcat").add_label("good")
    nlp.get_pipe("textcat").add_label("bad")
    nlp.add_pipe("ner").add_label("THING")
    nlp.add_pipe("tagger").add_label("N")
    nlp.add_pipe("sentencizer")
    rows = [
        Example.from_dict(
            nlp.make_doc("a big model"),
            {"cats": {"good": 1.0, "bad": 0.0}, "entities": [(2, 5, "THING")], "tags": ["N", "N", "N"]},
        )
    ]
    nlp.initialize(lambda: rows)
    return nlp


@maker("spacy")
def pipelines(out):
    nlp = _pipeline()
    nlp.to_disk(out / "en_tiny")
    with attempt("spacy vocab"):
        write_pickle(out / "strings.pkl", nlp.vocab.strings)
    with attempt("spacy vectors"):
        write_pickle(out / "vectors.pkl", nlp.vocab.vectors)
    with attempt("spacy docbin"):
        from spacy.tokens import DocBin

        DocBin(docs=[nlp("a big model")]).to_disk(out / "train.spacy")


@maker("flagged/spacy")
def pickled_pipeline(out):
    """spaCy pickles its vocabulary with functions by value, through its own copy of cloudpickle."""
    write_pickle(out / "nlp.pkl", _pipeline())
    write_pickle(out / "vocab.pkl", _pipeline().vocab)
    write_pickle(out / "doc.pkl", _pipeline()("a big model"))
    (out / "REASON.txt").write_text("a pickled spaCy pipeline rebuilds functions by value (srsly.cloudpickle)\n")
