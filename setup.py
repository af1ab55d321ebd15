"""The compiled kernels; everything else about the package stands in pyproject.toml.

They are optional: where no compiler is found, the package installs without them; descriptors are
computed, and candidates of a search looked at, by RDKit's own functions.
"""

from setuptools import Extension, setup

try:
    from Cython.Build import cythonize
except ImportError:  # an environment without build isolation
    cythonize = None

DESCRIPTORS = (
    "atoms",
    "burden",
    "charges",
    "desirability",
    "environments",
    "graph",
    "information",
    "matching",
    "reading",
    "rings",
    "stereo",
    "surface",
    "topology",
)
MODULES = (*(f"descriptors.kernels.{name}" for name in DESCRIPTORS), "searching.kernels.scan")
# fused multiply-add would round differently from the RDKit wheels, which do not use it
ARGS = ["-O3", "-g0", "-ffp-contract=off"]

if cythonize is None:
    modules = []
else:
    modules = cythonize(
        [
            Extension(
                f"molinfo.{name}",
                [f"molinfo/{name.replace('.', '/')}.pyx"],
                extra_compile_args=ARGS,
            )
            for name in MODULES
        ],
        build_dir="build/cython",
    )
    for module in modules:
        module.optional = True  # which cythonize does not hand on

setup(ext_modules=modules)
