"""What all tests share: property tests are judged by what they find, not by the machine's speed."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "molinfo", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("molinfo")
