"""Pictures of densities with xarray and matplotlib."""

from __future__ import annotations

import base64
import io
from typing import Any, Dict, List, Optional, Sequence


def _nearest(data: Any, times: Optional[Sequence[float]], most: int = 4) -> Any:
    """The snapshots nearest to the wanted times, or a few evenly chosen ones."""
    if times is not None:
        return data.sel(time=list(times), method="nearest")
    count = data.sizes["time"]
    chosen = sorted({round(k * (count - 1) / (most - 1)) for k in range(most)})
    return data.isel(time=chosen)


def _in_a_plane(dataset: Any, axes: List[str], variable: str) -> Any:
    """A density of one or two axes; of more the marginal of the first two."""
    if len(axes) > 2 and variable.endswith("/density"):
        variable = f"{variable}_{axes[0]}_{axes[1]}"
    return dataset[variable]


def plot(dataset: Any, axes: List[str], variable: Optional[str], times: Optional[Sequence[float]],
         options: Dict[str, Any]) -> Any:
    """See Result.plot."""
    import matplotlib.pyplot as plt

    main = variable or "forward/density"
    data = _nearest(_in_a_plane(dataset, axes, main), times)
    if len(axes) > 1:
        return data.plot(x=axes[0], y=axes[1], col="time", col_wrap=min(4, data.sizes["time"]), **options).fig
    figure, panel = plt.subplots(layout="constrained")
    others = [] if variable else [name for name in dataset if str(name).endswith("/density") and name != main
                                  and not str(name).startswith("particles/")]
    for k, t in enumerate(data["time"].values):
        data.sel(time=t).plot(ax=panel, x=axes[0], label=f"{main}, t = {t:.3g}", color=f"C{k}", **options)
        for style, name in zip(("--", ":", "-."), others):
            dataset[name].sel(time=t).plot(ax=panel, x=axes[0], linestyle=style, color=f"C{k}",
                                           label=f"{name}" if k == 0 else None)
    panel.set_title(dataset.attrs.get("title", ""))
    panel.set_ylabel("density" if not variable else variable)
    panel.legend()
    return figure


def animate(dataset: Any, axes: List[str], variable: str, interval: float, options: Dict[str, Any]) -> Any:
    """See Result.animate."""
    import matplotlib.pyplot as plt
    from matplotlib.animation import FuncAnimation

    data = _in_a_plane(dataset, axes, variable)
    figure, panel = plt.subplots()
    top = float(data.max())
    first = data.isel(time=0)
    if len(axes) == 1:
        (line,) = first.plot(ax=panel, x=axes[0], **options)
        panel.set_ylim(0, 1.05 * top)
    else:
        mesh = first.plot(ax=panel, x=axes[0], y=axes[1], vmin=0, vmax=top, **options)

    def show(k: int) -> List[Any]:
        now = data.isel(time=k)
        panel.set_title(f"t = {float(now['time']):.3g}")
        if len(axes) == 1:
            line.set_ydata(now.values)
            return [line]
        mesh.set_array(now.transpose(axes[1], axes[0]).values.ravel())
        return [mesh]

    return FuncAnimation(figure, show, frames=data.sizes["time"], interval=interval)


def png(dataset: Any, axes: List[str]) -> Optional[str]:
    """The default picture in base64, or None without matplotlib."""
    try:
        import matplotlib.pyplot as plt
    except ImportError:
        return None
    figure = plot(dataset, axes, None, None, {})
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=80)
    plt.close(figure)
    return base64.b64encode(buffer.getvalue()).decode("ascii")
