"""The official files come in whole, twice the same, and wrong ones are told plainly."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobcaffe.cli import main
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.vocabulary import actions, esco, queries
from jobcaffe.vocabulary.models import Concept, Edition, Label, Requirement
from jobcaffe.vocabulary.pack import pack
from tests.vocabulary import files

ALL = (Concept, Label, Requirement, Edition)


def test_a_folder_and_a_zip_say_the_same(tmp_path: Path) -> None:
    one, two = esco.read(files.folder(tmp_path / "esco")), esco.read(files.zipped(tmp_path / "esco.zip"))
    assert one.occupations == two.occupations
    assert (one.skills, one.requirements) == (two.skills, two.requirements)
    cook, driver = one.occupations
    assert (cook.uri, cook.group, driver.group) == (files.COOK, "5120", "8322")
    assert cook.labels == ("chef di prova", "cuoco sperimentale", "spadellatore", "padellaro")
    assert one.above[files.COOK] == (f"{files.BASE}/isco/C5120",)
    assert (files.COOK, files.COOKING, True) in one.requirements


@pytest.mark.django_db
def test_what_comes_in_is_found_labelled_and_tied(tmp_path: Path) -> None:
    edition = actions.bring_edition(actor=SYSTEM, bundle=esco.read(files.folder(tmp_path / "esco")))
    assert queries.link("padellara", "occupation")[0].uri == files.COOK
    assert queries.link("saltare in padella", "skill")[0].uri == files.COOKING
    assert queries.label(files.COOK) == "cuoco sperimentale / cuoca sperimentale"
    assert queries.skills_of(files.COOK) == queries.Needed((files.COOKING,), (files.DRIVING,))
    assert queries.known(files.DRIVER)
    assert not queries.known(files.OLD)
    assert (edition.counts["requirements"], edition.counts["requirements_left_out"]) == (2, 2)
    assert edition.counts["occupations_without_words"] == 1
    assert queries.weights()[files.COOKING] == pytest.approx(1.0)
    assert Entry.objects.filter(action="vocabulary.import").count() == 1


@pytest.mark.django_db
def test_the_pack_stays_beside_what_comes_in(tmp_path: Path) -> None:
    uri, own = next(iter(pack().occupations.items()))
    before = queries.skills_of(uri)
    actions.bring_edition(actor=SYSTEM, bundle=esco.read(files.folder(tmp_path / "esco")))
    assert queries.skills_of(uri) == before
    assert queries.label(uri) == own.label
    assert uri in {found.uri for found in queries.link(own.masculine, "occupation")}


@pytest.mark.django_db
def test_the_same_files_again_change_nothing(tmp_path: Path) -> None:
    bundle = esco.read(files.folder(tmp_path / "esco"))
    first = actions.bring_edition(actor=SYSTEM, bundle=bundle)
    before = [list(model.objects.order_by("pk").values()) for model in ALL]
    assert actions.bring_edition(actor=SYSTEM, bundle=bundle) == first
    assert [list(model.objects.order_by("pk").values()) for model in ALL] == before


@pytest.mark.django_db
def test_another_edition_changes_only_what_differs_and_drops_no_concept(tmp_path: Path) -> None:
    old = esco.read(files.folder(tmp_path / "esco"))
    actions.bring_edition(actor=SYSTEM, bundle=old)
    kept = Concept.objects.get(uri=files.COOK).pk
    place = tmp_path / "new"
    place.mkdir()
    row = {**files.OCCUPATIONS[0], "altLabels": "gastronomo di prova", "hiddenLabels": ""}
    (place / "occupations_it.csv").write_text(files.table([row]), encoding="utf-8")
    edition = actions.bring_edition(actor=SYSTEM, bundle=esco.read(place))
    assert Concept.objects.get(uri=files.COOK).pk == kept
    assert list(Label.objects.filter(concept_id=kept).values_list("text", flat=True)) == [
        "gastronomo di prova"
    ]
    assert queries.known(files.DRIVER)
    assert edition.counts["no_longer_there"] == 3
    assert queries.link("gastronoma di prova", "occupation")[0].uri == files.COOK
    assert Requirement.objects.filter(occupation_id=kept).count() == 2


def test_wrong_files_are_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(esco.WrongFiles, match=r"non c'è\. Controlla"):
        esco.read(tmp_path / "niente")
    with pytest.raises(esco.WrongFiles, match=r"né occupations_it.csv né skills_it.csv"):
        esco.read(tmp_path)
    (tmp_path / "occupations_it.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(esco.WrongFiles, match="mancano le colonne conceptUri, preferredLabel, altLabels"):
        esco.read(tmp_path)
    (tmp_path / "occupations_it.csv").write_bytes("conceptUri,preferredLabel,altLabels\nà".encode("latin-1"))
    with pytest.raises(esco.WrongFiles, match="non è un CSV in UTF-8"):
        esco.read(tmp_path)


def test_a_broken_zip_is_told_plainly(tmp_path: Path) -> None:
    whole = files.zipped(tmp_path / "esco.zip").read_bytes()
    (tmp_path / "esco.zip").write_bytes(whole[:200] + b"\0" * 60 + whole[260:])
    with pytest.raises(esco.WrongFiles, match="non si riesce a leggere"):
        esco.read(tmp_path / "esco.zip")


@pytest.mark.django_db
def test_the_command_takes_them_in_and_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = str(files.folder(tmp_path / "esco"))
    assert main(["import", "esco", place, "--dry-run"]) == 0
    assert not Edition.objects.exists()
    assert main(["import", "esco", place]) == 0
    told = capsys.readouterr().out
    assert "2 mestieri, 2 capacità" in told
    assert "1 mestieri dei legami non hanno parole italiane" in told
    assert esco.ATTRIBUTION in told
    assert main(["import", "esco", place]) == 0
    assert "niente è cambiato" in capsys.readouterr().out
    assert main(["import", "esco", str(tmp_path / "niente")]) == 2
    assert main(["import", "esco"]) == 2


def test_the_link_command_reads_the_pack_a_folder_and_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = str(files.folder(tmp_path / "esco"))
    assert main(["concepts", "link", "magazziniera", "-k", "1"]) == 0
    assert capsys.readouterr().out.startswith("1. magazziniere / magazziniera")
    assert main(["concepts", "link", "padellaro", "--concepts", place, "--json"]) == 0
    assert files.COOK in capsys.readouterr().out
    assert main(["concepts", "link", "padella", "--concepts", place, "--kind", "skill"]) == 0
    assert "spadellare" in capsys.readouterr().out
    given = tmp_path / "mie.json"
    given.write_text('{"concepts": [{"uri": "u:1", "labels": ["sarto/sarta"]}]}', encoding="utf-8")
    assert main(["concepts", "link", "sarte", "--concepts", str(given)]) == 0
    assert "u:1" in capsys.readouterr().out
    assert main(["concepts", "link", "字", "--concepts", str(given)]) == 1
    assert main(["concepts", "link", "--schema"]) == 0


@pytest.mark.parametrize("content", ["{", '{"concepts": [{"uri": "u:1"}]}', "[]"])
def test_the_link_command_refuses_wrong_json(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "mie.json"
    given.write_text(content, encoding="utf-8")
    assert main(["concepts", "link", "sarto", "--concepts", str(given)]) == 2
    assert capsys.readouterr().err.startswith("Non si può: ")


def test_the_link_command_refuses_a_folder_without_the_files(tmp_path: Path) -> None:
    assert main(["concepts", "link", "sarto", "--concepts", str(tmp_path)]) == 2
    assert main(["concepts", "link", "sarto", "--concepts", str(tmp_path / "niente")]) == 2
