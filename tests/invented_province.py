"""A second, invented province: 3 districts, 9 communes, one merger in 2020. Data only; nothing of it is in the code.

north | 91001 91002 91003        east | 93001 93002
south | 92001 92002 92003 92004        (93002 is merged into 93001 on 01/01/2020)
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from tests.builders import Record, area, change, indicator, observation, target, write_package

DAY = date(2021, 3, 1)
MERGED_ON = "2020-01-01"
DISTRICTS = {"991": "Huyện Bắc Thử", "992": "Thị xã Nam Thử", "993": "Huyện Đảo Thử"}
COMMUNES = {
    "91001": "991", "91002": "991", "91003": "991",
    "92001": "992", "92002": "992", "92003": "992", "92004": "992",
    "93001": "993", "93002": "993",
}  # fmt: skip
PLACES = {
    "91001": (0, 0), "91002": (1, 0), "91003": (2, 0),
    "92001": (0, 1), "92002": (1, 1), "92003": (2, 1), "92004": (3, 1),
    "93001": (5, 0), "93002": (6, 0),
}  # fmt: skip


def records() -> list[Record]:
    rows = [
        indicator("nuoc-sach", name_vi="Hộ dùng nước sạch", name_en="Households with clean water",
                  short_name_vi="Nước sạch", short_name_en="Clean water", reporting_level="commune",
                  value_min=0, value_max=100),
        target(80, indicator_code="nuoc-sach", code="T01"),
        area("99", "province", "Tỉnh Thử Nghiệm"),
        *(area(code, "district", name, parent="99") for code, name in DISTRICTS.items()),
    ]  # fmt: skip
    for code, parent in COMMUNES.items():
        name = f"Xã Số {code[-3:].lstrip('0')} {DISTRICTS[parent].split()[-2]}"
        if code == "93002":
            rows.append(area(code, "commune", name, until="2019-12-31", parent=parent))
        elif code == "93001":
            rows.append(area(code, "commune", name, until="2019-12-31", parent=parent))
            rows.append(area(code, "commune", name, since=MERGED_ON, parent=parent))
        else:
            rows.append(area(code, "commune", name, parent=parent))
    rows += [change("93001", "93001", MERGED_ON), change("93002", "93001", MERGED_ON)]
    for n, code in enumerate(COMMUNES):
        rows.append(observation("2019", 40 + 5 * n, "2020-02-01", area=code, indicator_code="nuoc-sach"))
        if code != "93002":
            rows.append(observation("2020", 60 + 5 * n, "2021-02-01", area=code, indicator_code="nuoc-sach"))
    rows.append(observation("2020", 81, "2021-02-15", area="99", indicator_code="nuoc-sach"))
    return rows


def build(root: Path) -> Path:
    """A data folder with one release and the two grids; gives it back."""
    write_package(root / "releases" / DAY.isoformat(), *records(), day=DAY)
    grids = root / "grids"
    grids.mkdir()
    for first, gone in (("2019-01-01", ()), (MERGED_ON, ("93002",))):
        lines = [f"{code},{COMMUNES[code]},{x},{y}" for code, (x, y) in PLACES.items() if code not in gone]
        (grids / f"{first}.csv").write_text("\n".join(["area_code,district_code,col,row", *lines]) + "\n", "utf-8")
    return root


def outlines() -> dict[str, Any]:
    """The communes of 2019 as GeoJSON: squares of a tenth of a degree, the island apart."""
    features = []
    for code, (x, y) in PLACES.items():
        west, north = 107 + x / 10, 21 - y / 10
        ring = [[west, north], [west + 0.1, north], [west + 0.1, north - 0.1], [west, north - 0.1], [west, north]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"code": code}, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


def install_outlines(root: Path) -> None:
    """Puts the outlines in their place as `boundaries add` does."""
    folder = root / "boundaries" / "2019-01-01"
    folder.mkdir(parents=True)
    content = outlines()
    for feature in content["features"]:
        feature["properties"] = {"area_code": feature["properties"]["code"]}
    about = {"level": "commune", "valid_from": "2019-01-01", "licence": "CC0 1.0", "source": "Thử", "missing": []}
    (folder / "commune.geojson").write_text(json.dumps(content | {"kh213": about}), "utf-8")
