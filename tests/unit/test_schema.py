"""The tables of a release as Table Schemas."""

import pytest
from frictionless import Schema

from kh213.release.schema import TABLES, table_schema


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_a_valid_schema(name):
    descriptor = table_schema(TABLES[name])
    assert list(Schema.metadata_validate(descriptor)) == []
    assert [field.name for field in Schema.from_descriptor(descriptor).fields] == list(TABLES[name].header)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_keys_and_references_name_columns_that_exist(table):
    assert set(table.key) <= set(table.header)
    for column in table.columns:
        for other, name in filter(None, (column.refers, column.list_of)):
            assert name in TABLES[other].header


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_table_and_column_is_explained_in_both_languages(table):
    for about in (table.about, *(column.about for column in table.columns)):
        assert about.vi
        assert about.en


def test_a_reference_to_the_table_itself_is_written_as_table_schema_wants_it():
    assert table_schema(TABLES["areas"])["foreignKeys"] == [
        {"fields": ["parent_code"], "reference": {"resource": "", "fields": ["area_code"]}}
    ]
