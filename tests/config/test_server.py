import pytest
from gunicorn.config import Config

from config.server import server_settings
from config.settings import SettingsError


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.8.8"])
def test_demonstration_stays_on_this_machine(host: str) -> None:
    assert server_settings(host, 5000, demo=True).workers == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "portaal.example"])  # noqa: S104
def test_demonstration_refuses_other_addresses(host: str) -> None:
    with pytest.raises(SettingsError, match="alleen op deze computer"):
        server_settings(host, 5000, demo=True)


@pytest.mark.parametrize(("cores", "workers"), [(1, 1), (2, 2), (64, 4), (None, 1)])
def test_workers_follow_the_cores(monkeypatch: pytest.MonkeyPatch, cores: int | None, workers: int) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: cores)

    assert server_settings("192.0.2.1", 8000, demo=False).workers == workers


def test_address_of_ip_version_6_gets_brackets() -> None:
    assert server_settings("::1", 5000, demo=True).bind == "[::1]:5000"


def test_gunicorn_knows_every_option() -> None:
    configuration = Config()

    for name, value in server_settings("127.0.0.1", 5000, demo=True).options().items():
        configuration.set(name, value)

    assert configuration.settings["threads"].get() == 4
