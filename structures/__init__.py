"""The bundled store of JAK inhibitors; packaged as molinfo.structures, opened by open_store()."""
