"""The commands of `python -m kh213`, one module a family; each adds itself to the parser with `add`."""
