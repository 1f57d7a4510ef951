"""Files in every form, and what is said about a bad one."""

import gzip
from pathlib import Path

import pytest

from recommendations.engine.tables import BadFile, Codebook, read_metadata, read_table

FORMS = {
    "plain": "1,10,4,100\n2,20,3.5,200\n",
    "header": "user,imdb_id,rating,timestamp\n1,10,4,100\n2,20,3.5,200\n",
    "unknown header": "Wer,Was,Wie,Wann\n1,10,4,100\n2,20,3.5,200\n",
    "other order": "timestamp,movieId,userId,rating\n100,10,1,4\n200,20,2,3.5\n",
    "movielens": "1::10::4::100\n2::20::3.5::200\n",
    "tabs": "1\t10\t4\t100\n2\t20\t3.5\t200\n",
    "recbole": "user_id:token\titem_id:token\trating:float\ttimestamp:float\n1\t10\t4\t100\n2\t20\t3.5\t200\n",
    "semicolons": "1;10;4;100\n2;20;3.5;200\n",
    "windows": "\ufeff1,10,4,100\r\n2,20,3.5,200\r\n\r\n",
    "dates": "1,10,4,1970-01-01T00:01:40Z\n2,20,3.5,1970-01-01 00:03:20\n",
    "quoted": '"1","10","4","100"\n"2","20","3.5","200"',
}
BAD = {
    "one column": ("1\n2\n", 1, "two columns"),
    "short row": ("1,2,3\n1,2\n", 2, "columns"),
    "word for a rating": ("1,2,3,4\n1,2,3,4\n1,2,x,4\n", 3, "could not convert"),
    "word for a time": ("user,item,rating,timestamp\n1,2,3,then\n", 2, "isoformat"),
    "not a number": ("1,2,3\n1,2,nan\n", 2, "finite"),
    "no item": ("1,2\n1,\n", 2, "missing"),
    "empty": ("", 1, "empty"),
    "header only": ("user,item\n", 1, "no rows"),
}


@pytest.mark.parametrize("form", FORMS)
def test_all_forms_read_the_same(form: str, tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv"
    path.write_bytes(FORMS[form].encode())
    codes = Codebook()
    table = read_table(path, codes)
    assert (codes.users, codes.items) == ({"1": 0, "2": 1}, {"10": 0, "20": 1})
    assert table.users.tolist() == table.items.tolist() == [0, 1]
    assert table.ratings is not None
    assert table.times is not None
    assert (table.ratings.tolist(), table.times.tolist()) == ([4, 3.5], [100, 200])


def test_two_columns_are_enough_and_numbers_are_shared_between_files(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("anna,x\nbo,y\n")
    with gzip.open(tmp_path / "b.gz", "wt") as stream:
        stream.write("bo,z\nanna,y\n")
    codes = Codebook()
    first, second = read_table(tmp_path / "a", codes), read_table(tmp_path / "b.gz", codes)
    assert first.ratings is None
    assert first.times is None
    assert second.users.tolist() == [1, 0]
    assert second.items.tolist() == [2, 1]


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_named_with_its_line_and_what_is_wrong(case: str, tmp_path: Path) -> None:
    text, line, words = BAD[case]
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(BadFile, match=f"bad.csv, line {line}: .*{words}"):
        read_table(path, Codebook())


def test_files_that_are_not_there_or_not_what_they_say(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="No such file"):
        read_table(tmp_path / "none", Codebook())
    with pytest.raises(BadFile, match="no ratings"):
        read_table(tmp_path, Codebook())
    (tmp_path / "x.gz").write_bytes(b"not gzip")
    with pytest.raises(BadFile, match=r"x\.gz"):
        read_table(tmp_path / "x.gz", Codebook())


def test_a_movielens_folder_with_its_genres(tmp_path: Path) -> None:
    (tmp_path / "ratings.dat").write_text("1::7::5::10\n")
    (tmp_path / "movies.dat").write_bytes("7::Un été (1981)::Drama|War\n8::Other (1990)::War\n".encode("latin-1"))
    codes = Codebook()
    assert len(read_table(tmp_path, codes)) == 1
    features = read_metadata(tmp_path, codes)
    assert features is not None
    assert features.items.tolist() == [0]
    assert features.features == [["genre:Drama", "genre:War", "decade:1980", "year:1981"]]


def test_titles_in_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "titles.jsonl"
    path.write_text('{"imdb_id": "a", "year": 1977, "genres": ["Horror"], "cast": ["Jessica Harper"]}\n')
    features = read_metadata(path, Codebook({}, {"a": 4}))
    assert features is not None
    assert features.features == [["genre:Horror", "cast:Jessica Harper", "decade:1970", "year:1977"]]
    path.write_text("{")
    with pytest.raises(BadFile, match="not a list of titles"):
        read_metadata(path, Codebook())
