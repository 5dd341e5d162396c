"""Work shared out among processes: of this machine, or of a Dask cluster, as whoever calls has told joblib.

Nothing is shared out unless asked: ``joblib.parallel_config(n_jobs=2)`` around a call, or ``on_cluster``.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")


def share_out(work: Callable[[Part], Result], parts: Iterable[Part]) -> list[Result]:
    """Do the same work on each part; return the results in order, whoever did them.

    As many processes work as joblib's configuration says; without any, this one alone.

    Parameters
    ----------
    work
        A function of a module, so that another process finds it.
    parts
        What to work on; taken as needed.

    Raises
    ------
    Exception
        The first one that a part raised.
    """
    from joblib import Parallel, delayed, effective_n_jobs

    if effective_n_jobs(None) == 1:
        return [work(part) for part in parts]
    results: list[Result] = []
    for result in Parallel()(delayed(_outcome)(work, part) for part in parts):
        if isinstance(result, Exception):
            raise result
        results.append(result)
    return results


def _outcome(work: Callable[[Part], Result], part: Part) -> Result | Exception:
    """Hand an error back as a result: a cluster logs the arguments of what it saw fail, and these are texts."""
    try:
        return work(part)
    except Exception as error:
        return error


@contextmanager
def on_cluster(scheduler: str) -> Iterator[None]:
    """Share work out on the Dask cluster of this scheduler; an empty address changes nothing.

    Raises
    ------
    RuntimeError
        When ``distributed`` is not installed.
    OSError
        When the scheduler does not answer.
    """
    if not scheduler:
        yield
        return
    try:
        from distributed import Client
    except ImportError:
        raise RuntimeError("a Dask cluster needs the extra packages of recit-collectif[cluster]") from None
    from joblib import parallel_config

    client: Any = Client(scheduler, set_as_default=False)
    with client, parallel_config("dask", n_jobs=-1, client=client):
        yield
