"""What pictures that stand alone are made on: a sheet with shapes and words, its foot, its marks. Knows no chart and no map."""
