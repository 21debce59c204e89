from pathlib import Path

from qa.engine import Engine
from qa.library.maintenance import Maintainer
from qa.records import Filters
from qa.settings.settings import load_settings
from tests.conftest import WriteArticle


def test_space_of_deleted_articles_is_returned_and_the_search_is_exact(
    write: WriteArticle, tmp_path: Path
) -> None:
    for number in range(12):
        write(
            f"{number}.txt",
            f"Ferry {number} left the {number * 7} piers. " + f"It carried {number} mules. " * 60,
        )
    engine = Engine(load_settings(library=tmp_path / "library"), n_threads=1)
    engine.index([tmp_path / "articles"])
    before = engine.library.search_words("ferry", Filters(), 50)
    for number in range(8):
        with engine.library.writing():
            engine.library.store.release(tmp_path / "articles" / f"{number}.txt")
    steps = list(engine.maintain())
    assert steps[0].startswith("Full text: merged ")
    assert " MB before, " in steps[1]
    assert steps[2].startswith(f"Vectors: wrote a copy of {engine.size()[1]} vectors")
    assert steps[3].startswith("Search by vector: 100.0%")
    after = engine.library.search_words("ferry", Filters(), 50)
    kept = {key for key, _ in after}
    assert kept == {key for key, _ in before if key in library_ids(engine)}
    assert all(not part.problems for part in engine.check_library())
    engine.close()


def library_ids(engine: Engine) -> set[int]:
    return set(engine.library.store.passage_ids().tolist())


def test_the_exact_neighbours_are_those_of_brute_force(samples: Engine) -> None:
    library = samples.library
    maintainer = Maintainer(library._database, library.store, library._vectors)
    queries = maintainer._drawn()
    found = maintainer._exact(queries)
    ids = library.vector_ids()
    vectors = library.store.vectors_of(ids.tolist())
    for query, keys in zip(queries, found, strict=True):
        assert keys == set(ids[(-(vectors @ query)).argsort(kind="stable")[:10]].tolist())
