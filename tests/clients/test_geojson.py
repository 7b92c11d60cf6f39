"""The areas as a geographer's tools read them."""

import io
import json

import geopandas as gpd
import httpx
import pytest


def read(answer: httpx.Response) -> gpd.GeoDataFrame:
    assert answer.headers["content-type"].startswith("application/geo+json")
    return gpd.read_file(io.BytesIO(answer.content))


@pytest.mark.parametrize(("level", "count"), [("district", 13), ("commune", 177)])
@pytest.mark.parametrize("ky", ["latest", "demo"])
def test_geopandas_reads_one_row_an_area(client: httpx.Client, ky: str, level: str, count: int) -> None:
    frame = read(client.get(f"/data/{ky}/areas/{level}.geojson"))
    assert len(frame) == count
    assert frame["area_code"].is_unique
    assert frame.crs is None or frame.crs.to_epsg() == 4326
    assert frame["name_vi"].str.contains("ạ|ố|ẩ|ủ").any()


def test_a_code_keeps_its_zero(client: httpx.Client) -> None:
    codes = read(client.get("/data/demo/areas/commune.geojson"))["area_code"]
    assert codes.map(type).eq(str).all()
    assert codes.str.fullmatch("0[0-9]{4}").all()


def test_outlines_are_valid_and_in_quang_ninh_or_left_out(client: httpx.Client) -> None:
    answer = client.get("/data/latest/areas/district.geojson")
    frame = read(answer)
    drawn = frame[frame.geometry.notna()]
    if drawn.empty:  # a site whose operator has fetched no boundaries says so
        assert json.loads(answer.content)["note"]
        return
    assert drawn.geometry.is_valid.all()
    west, south, east, north = drawn.total_bounds
    assert 106 < west < east < 109
    assert 20 < south < north < 22
