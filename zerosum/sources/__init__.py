"""What each kind of file is, and what it calls our columns: one TOML file each, values only. See `model.py`, `load.py`."""
