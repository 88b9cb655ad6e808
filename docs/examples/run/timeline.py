"""The camera and the motion of a shot over its time, as inline SVG."""

WIDTH, LANE, GAP, LEFT = 720, 36, 8, 76
COLUMNS = 240  # points per lane at most; frames between are averaged
# name, field, full height of a calm lane in units of the contract, unit
LANES = (("pan", "camera-pan", 0.1, "w/s"), ("tilt", "camera-tilt", 0.1, "h/s"),
         ("zoom", "camera-zoom", 0.05, "/s"), ("roll", "camera-roll", 5.0, "°/s"))


def columns(frames, shot, field):
    """[(x, mean of the field)] over at most COLUMNS columns; a column without a value is None."""
    length = max(1, shot.end - shot.start)
    sums = {}
    for frame in frames:
        at = min(COLUMNS - 1, (frame.get("pts", shot.start) - shot.start) * COLUMNS // length)
        total, count = sums.get(at, (0.0, 0))
        known = field in frame
        sums[at] = (total + frame[field], count + 1) if known else (total, count)
    step = (WIDTH - LEFT) / COLUMNS
    return [(LEFT + (at + 0.5) * step, total / count if count else None)
            for at, (total, count) in sorted(sums.items())]


def runs(points):
    """Cuts a list of points where the value isn't known."""
    run = []
    for x, value in points + [(0, None)]:
        if value is not None:
            run.append((x, value))
        elif run:
            yield run
            run = []


def path(run, base, scale):
    """A filled curve between the base line and the values."""
    curve = " ".join(f"L{x:.1f} {base - value * scale:.1f}" for x, value in run)
    return f"M{run[0][0]:.1f} {base} {curve} L{run[-1][0]:.1f} {base}Z"


def lane(name, top, base, points, full, label):
    scale = (base - top) / full
    drawn = "".join(f'<path d="{path(run, base, scale)}"/>' for run in runs(points))
    return (f'<g class="{name}"><text x="0" y="{top + LANE / 2 - 1:.0f}">{name}</text>'
            f'<text class="unit" x="0" y="{top + LANE / 2 + 12:.0f}">{label}</text>'
            f'<line x1="{LEFT}" x2="{WIDTH}" y1="{base}" y2="{base}"/>{drawn}</g>')


def signed_lane(row, shot, name, field, calm, unit):
    """Up is right, up, in, clockwise; a calm shot is drawn calm, not blown up."""
    points = columns(shot.motion, shot, field)
    full = max([calm] + [abs(value) for _, value in points if value is not None])
    top = row * (LANE + GAP)
    return lane(name, top, top + LANE / 2, points, full, f"±{full:.3g} {unit}")


def intensity_lane(row, shot):
    points = columns(shot.motion, shot, "intensity")
    full = max([0.02] + [value for _, value in points if value is not None])
    top = row * (LANE + GAP)
    return lane("motion", top, top + LANE, points, full, f"≤ {full:.0%}")


def prompt_marks(shot, height):
    length = max(1, shot.end - shot.start)
    marks = ""
    for prompt in shot.prompts:
        share = (prompt.get("start", shot.start) - shot.start) / length
        x = LEFT + min(1, max(0, share)) * (WIDTH - LEFT)
        marks += f'<path d="M{x:.1f} {height - 9}l4 4l-4 4l-4 -4Z"/>'
    return f'<g class="marks"><text x="0" y="{height - 2}">prompts</text>{marks}</g>'


def svg(shot, clock):
    rows = [signed_lane(row, shot, *given) for row, given in enumerate(LANES)]
    rows.append(intensity_lane(len(LANES), shot))
    height = len(rows) * (LANE + GAP) + 14
    ends = (f'<text x="{LEFT}" y="{height + 13}">{clock(shot.start)}</text>'
            f'<text x="{WIDTH}" y="{height + 13}" text-anchor="end">{clock(shot.end)}</text>')
    return (f'<svg class="timeline" viewBox="0 0 {WIDTH} {height + 18}">{"".join(rows)}'
            f"{prompt_marks(shot, height)}{ends}</svg>")
