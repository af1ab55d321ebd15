"""A series against a reference: potency, selectivity, efficiency, similarity, plots."""
