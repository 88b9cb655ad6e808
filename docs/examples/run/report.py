"""The story of a video as one HTML file that needs no network: pictures, styles and all inside."""

import html
import pathlib
import re

import pictures
import timeline

HERE = pathlib.Path(__file__).parent
LONG_SIDE = 480  # pixels of an embedded picture
MANY = 240  # keyframes from which on they are embedded smaller
CATEGORIES = {"camera_movement": "camera", "character_action": "character",
              "environment_animation": "environment"}


def clock(ns):
    """1:02.50, or 1:00:02.50 from an hour on."""
    minutes, rest = divmod(int(ns) // 10_000_000, 6000)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{rest // 100:02d}.{rest % 100:02d}"
    return f"{hours}:{minutes:02d}:{seconds}" if hours else f"{minutes}:{seconds}"


def text(value):
    return html.escape(str(value))


def plural(count, word):
    many = "people" if word == "person" else word + "s"
    return f"{count} {word if count == 1 else many}"


def embed(folder, story):
    """Location of each keyframe -> the picture as a data: URI."""
    width, height = story.size
    side = LONG_SIDE if story.keyframes < MANY else LONG_SIDE * 2 // 3
    scaled = max(1, round(width * min(1, side / max(width, height))))
    found = {}
    for path in sorted(folder.glob("keyframe-*.png")):
        found[path.name] = pictures.data_uri(path, scaled)
    return found


class Report:
    def __init__(self, source, story, line, embedded):
        self.source, self.story, self.line, self.embedded = source, story, line, embedded

    def picture(self, keyframe):
        return self.embedded.get(pathlib.PurePath(keyframe.get("location", "")).name)

    def best(self, shot):
        """The first keyframe is the shot's best frame, before the camera moves."""
        return self.picture(shot.keyframes[0]) if shot.keyframes else None

    def head(self):
        story = self.story
        facts = [f"{story.size[0]} × {story.size[1]}", clock(story.end - story.start),
                 plural(story.frames, "frame"), plural(len(story.shots), "shot"),
                 plural(story.prompts, "prompt"), plural(story.keyframes, "keyframe")]
        listed = "".join(f"<li>{text(fact)}</li>" for fact in facts)
        leader = template("leader.svg", count=len(story.shots))
        return (f'<header>{leader}<div><p class="kicker">animatize</p>'
                f"<h1>{text(self.source.name)}</h1><p class=\"where\">{text(self.source.title)}</p>"
                f"<ul>{listed}</ul></div></header>")

    def strip(self):
        return '<nav class="film">' + "".join(map(self.strip_cell, self.story.shots)) + "</nav>"

    def strip_cell(self, shot):
        shares = shot.camera_shares()
        camera = shares[0][0].replace("-", " ") if shares else "camera unknown"
        return (f'<a href="#shot-{shot.id}">{image(self.best(shot), f"Shot {shot.id}")}'
                f"<b>{shot.id}</b><span>{clock(shot.start)} – {clock(shot.end)}</span>"
                f"<i>{text(camera)}</i></a>")

    def shot(self, shot):
        duration = clock(shot.end - shot.start)
        return (f'<section id="shot-{shot.id}"><h2><b>{shot.id}</b>{clock(shot.start)} – '
                f"{clock(shot.end)}<small>{duration} · {text(shot.transition)}</small></h2>"
                f'<div class="columns"><div>{self.hero(shot)}{scene_facts(shot.scene())}</div>'
                f"<div>{camera_bar(shot)}{timeline.svg(shot, clock)}</div></div>"
                f"{self.keyframes(shot)}{prompts(shot)}</section>")

    def hero(self, shot):
        best = self.best(shot)
        if not best:
            return '<p class="absent">No keyframe was made for this shot.</p>'
        made = clock(shot.keyframes[0].get("source-pts", shot.start))
        return (f'<figure class="hero">{image(best, f"Best frame of shot {shot.id}")}'
                f"<figcaption>best frame, {made}</figcaption></figure>")

    def keyframes(self, shot):
        if not shot.keyframes:
            return ""
        cells = "".join(f"<figure>{image(self.picture(one), 'Keyframe')}"
                        f"<figcaption>{one['index'] + 1}</figcaption></figure>"
                        for one in shot.keyframes)
        first = shot.keyframes[0]
        made = f"{first['backend']} · {first['model']} · seed {first['seed']}"
        return f'<h3>Generated keyframes<small>{text(made)}</small></h3><div class="film">{cells}</div>'

    def foot(self):
        broken = re.sub(r" ! ", r" ! \\\n    ", self.line)
        faults = "".join(f"<li>{text(fault.get('reason', fault['state']))}</li>"
                         for fault in self.story.faults)
        listed = f"<h3>Faults of the generator</h3><ul>{faults}</ul>" if faults else ""
        return (f"<footer>{listed}<h3>The line that made this<button>copy</button></h3>"
                f"<pre>{text(broken)}</pre><p>Measured values are about the picture; camera words "
                "say what the camera does. Shares are of the frame, speeds per second. What could "
                "not be known is left out.</p></footer>")

    def page(self):
        sections = "".join(map(self.shot, self.story.shots))
        shape = "{} / {}".format(*self.story.size)
        return template("report.html", title=text(self.source.name), style=read("report.css"),
                        script=read("report.js"), shape=shape,
                        body=self.head() + self.strip() + sections + self.foot())


def read(name):
    return (HERE / name).read_text(encoding="utf-8")


def template(name, **values):
    """The file with {{name}} replaced."""
    return re.sub(r"\{\{(\w+)\}\}", lambda match: str(values[match.group(1)]), read(name))


def image(uri, alt):
    return f'<img src="{uri}" alt="{alt}">' if uri else '<span class="blank"></span>'


def camera_bar(shot):
    """The labels of the camera as shares of the shot's frames."""
    shares = shot.camera_shares()
    if not shares:
        return '<h3>Camera</h3><p class="absent">Too short, or too little to hold on to.</p>'
    parts = "".join(f'<span class="{label}" style="flex:{share:.4f}"></span>'
                    for label, share in shares)
    named = "".join(f'<li class="{label}">{label.replace("-", " ")} <b>{share:.0%}</b></li>'
                    for label, share in shares if share >= 0.005)
    return f'<h3>Camera</h3><div class="bar">{parts}</div><ul class="legend">{named}</ul>'


def scene_facts(scene):
    """What the analysis of the best frame says, in short."""
    named = [("scene-type", "scene"), ("state", "state"), ("brightness", "brightness"),
             ("contrast", "contrast"), ("colourfulness", "colour"), ("sharpness", "sharpness"),
             ("keyframe-score", "as keyframe")]
    rows = [(label, scene[name]) for name, label in named if name in scene]
    rows += [("objects", objects(scene["objects"]))] if scene.get("objects") else []
    cells = "".join(f"<div><dt>{label}</dt><dd>{number(value)}</dd></div>" for label, value in rows)
    return f'<dl class="scene">{cells}</dl>' if cells else ""


def number(value):
    return f"{value:.2f}" if isinstance(value, (int, float)) else text(value)


def objects(found):
    classes = [one["class"] for one in found]
    return ", ".join(plural(classes.count(one), one) for one in sorted(set(classes)))


def prompts(shot):
    main = shot.prompt()
    if not main:
        return ""
    others = [one for one in shot.prompts if one is not main]
    more = (f"<details><summary>{plural(len(others), 'other prompt')} of this shot</summary>"
            f"{''.join(map(prompt, others))}</details>" if others else "")
    return f"<h3>Prompt</h3>{prompt(main)}{more}"


def prompt(one):
    negative = (f'<p class="negative"><b>not</b> {text(one["negative"])}</p>'
                if one.get("negative") else "")
    start = clock(one["start"]) if "start" in one else ""
    sure = meter(one["confidence"]) if one["movements"] else "no movement predicted"
    return (f'<article><p class="stamp">{start} · for {text(one["target"])} · by '
            f'{text(one["source"])} · {sure}</p>'
            f'<blockquote>{text(one["text"])}</blockquote>{negative}'
            f'<ol>{"".join(map(movement, one["movements"]))}</ol></article>')


def movement(one):
    name = " ".join([one["name"], one.get("direction", "")]).replace("_", " ").strip()
    category = CATEGORIES.get(one["category"], one["category"])
    return (f'<li class="{category}"><b>{text(name)}</b><small>{category}</small>'
            f'<span>{meter(one["confidence"])}</span>'
            f'<p>{text(one["justification"])} <code>{text(one["rule"])}</code></p></li>')


def meter(confidence):
    return (f'<span class="meter" title="confidence {confidence:.2f}">'
            f'<i style="width:{confidence:.0%}"></i></span> {confidence:.0%}')


def write(folder, source, story, line):
    page = Report(source, story, line, embed(folder, story)).page()
    (folder / "report.html").write_text(page, encoding="utf-8")
