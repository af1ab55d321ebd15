"""The named styles, one TOML file each; the file's name is the style's."""
