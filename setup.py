"""The compiled kernels; everything else about the package stands in pyproject.toml.

They are optional: where no compiler is found, the package installs without them; descriptors are
computed, and candidates of a search looked at, by RDKit's own functions.
"""

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

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
MSVC_ARGS = ["/O2", "/fp:precise"]


class BuildKernels(build_ext):
    """Compiles with the arguments that the compiler understands."""

    def build_extension(self, ext):
        """Compile one kernel."""
        ext.extra_compile_args = MSVC_ARGS if self.compiler.compiler_type == "msvc" else ARGS
        super().build_extension(ext)


if cythonize is None:
    modules = []
else:
    modules = cythonize(
        [
            Extension(
                f"molinfo.{name}",
                [f"molinfo/{name.replace('.', '/')}.pyx"],
            )
            for name in MODULES
        ],
        build_dir="build/cython",
    )
    for module in modules:
        module.optional = True  # which cythonize does not hand on

setup(ext_modules=modules, cmdclass={"build_ext": BuildKernels})
