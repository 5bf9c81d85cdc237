"""A scaled world, loaded in bulk: networks with twelve maatregelen each, and eight periods."""

from tests.bench.world.build import World, build, derive, known, load

__all__ = ["World", "build", "derive", "known", "load"]
