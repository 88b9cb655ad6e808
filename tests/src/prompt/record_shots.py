"""Records what the two elements in front measure of thirty shots, for golden_test.cpp: evidence, no
pixels.

    GST_PLUGIN_PATH=build-release/gst record_shots.py > tests/src/prompt/shots.json

Needs ffmpeg, Debian's mate-backgrounds and the clips of docs/examples/run/clips.sh in .cache/clips.
Recorded again only when the rules ask for something that the old records lack; then the golden
texts are written anew too (test-prompt-golden --write).
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
CLIPS = ROOT / ".cache/clips"
NATURE = pathlib.Path("/usr/share/backgrounds/mate/nature")
DESKTOP = pathlib.Path("/usr/share/backgrounds/mate/desktop")
RATE, SECONDS, EVERY = 25, 5, 5
SIZE = "640x360"


def moved(picture, x="(iw-ow)/2", y="(ih-oh)/2", more=""):
    """A camera that shows a part of a photograph, by ffmpeg's terms of the time t."""
    return (["-loop", "1", "-framerate", str(RATE), "-i", str(picture)],
            f"scale=1600:900,crop=640:360:{x}:{y}{more}")


def grown(picture, rate):
    """The same, scaled by exp(rate t) about the middle."""
    return (["-loop", "1", "-framerate", str(RATE), "-i", str(picture)],
            "scale=1600:900,crop=1280:720,"
            f"scale=w='2*trunc(640*exp({rate}*t)*{1 if rate > 0 else 2.2}/2)':h=-2:eval=frame,"
            "crop=640:360")


def crossing(ground, thing, x, y="200", size=90):
    return (["-loop", "1", "-framerate", str(RATE), "-i", str(ground),
             "-loop", "1", "-framerate", str(RATE), "-i", str(thing)],
            f"[0]scale=640:360[a];[1]scale={size}:{size}[b];[a][b]overlay=x='{x}':y='{y}':eval=frame")


def both(first, second, transition, at):
    loop = ["-loop", "1", "-framerate", str(RATE)]
    return ([*loop, "-t", str(SECONDS), "-i", str(first), *loop, "-t", str(SECONDS), "-i", str(second)],
            f"[0]scale={SIZE},settb=1/{RATE}[a];[1]scale={SIZE},settb=1/{RATE}[b];"
            f"[a][b]xfade=transition={transition}:duration=1:offset={at}")


def test(source):
    joint = ":" if "=" in source else "="
    return (["-f", "lavfi", "-i", f"{source}{joint}size={SIZE}:rate={RATE}"], "null")


def clip(name, start):
    return (["-ss", str(start), "-i", str(CLIPS / name)], "scale=640:-2")


SWAY = "+8*sin(2.1*t)+5*sin(4.7*t+1)"
SHAKE = "+22*sin(23*t)+14*sin(31*t+2)"

# Name, ffmpeg's input and filter, and what the operator set.
SHOTS = [
    ("square", clip("vtest.avi", 0), {}),
    ("square later", clip("vtest.avi", 40), {"base-prompt": "a busy square in spring", "intensity": "bold"}),
    ("tree", clip("tree.avi", 1), {"mood": "calm"}),
    ("cartoon", clip("Megamind.avi", 0.2), {"style": "3D animation"}),
    ("cartoon close", clip("Megamind.avi", 4.2), {"keep": "light,colour"}),
    ("pan right", moved(NATURE / "Garden.jpg", x="80+80*t"), {"start-frame": "yes"}),
    ("pan left", moved(NATURE / "GreenMeadow.jpg", x="900-160*t"), {}),
    ("whip pan", moved(NATURE / "Wood.jpg", x="'if(lt(t,4.6),40,40+2200*(t-4.6))'"), {}),
    ("tilt up", moved(NATURE / "Dune.jpg", y="500-80*t"), {"mood": "lonely"}),
    ("tilt down", moved(NATURE / "YellowFlower.jpg", y="40+60*t"), {"negative-prompt": "text, people"}),
    ("zoom off centre", grown(NATURE / "FreshFlower.jpg", 0.12), {"intensity": "subtle"}),
    ("zoom out", grown(NATURE / "LadyBird.jpg", -0.15), {}),
    ("roll", moved(NATURE / "Storm.jpg", more=",rotate='0.12*t'"), {}),
    ("handheld", moved(NATURE / "Garden.jpg", x="'480" + SWAY + "'", y="'270" + SWAY + "'"),
     {"style": "documentary"}),
    ("shaky", moved(NATURE / "TwoWings.jpg", x="'480" + SHAKE + "'", y="'270" + SHAKE + "'"), {}),
    ("handheld pan", moved(NATURE / "GreenMeadow.jpg", x="'100+90*t" + SWAY + "'", y="'270" + SWAY + "'"),
     {"start-frame": "yes", "keep": "framing"}),
    ("standing", moved(NATURE / "Aqua.jpg"), {"base-prompt": "a still lake at dawn"}),
    ("dark", moved(NATURE / "Storm.jpg", more=",eq=brightness=-0.35"), {"style": "film noir"}),
    ("black", test("color=black"), {}),
    ("white", test("color=white"), {}),
    ("bars", test("smptehdbars"), {}),
    ("flat", test("color=gray"), {"base-prompt": "nothing"}),
    ("crossing right", crossing(NATURE / "Dune.jpg", NATURE / "LadyBird.jpg", "20+110*t"), {}),
    ("crossing left", crossing(NATURE / "Blinds.jpg", NATURE / "FreshFlower.jpg", "600-130*t"),
     {"intensity": "bold"}),
    ("rising", crossing(NATURE / "Aqua.jpg", NATURE / "YellowFlower.jpg", "270", "330-55*t"), {}),
    ("leaving", crossing(NATURE / "Wood.jpg", NATURE / "FreshFlower.jpg", "180+95*t"), {}),
    ("light comes", moved(NATURE / "Garden.jpg", more=",eq=brightness='-0.4+0.12*t':eval=frame"), {}),
    ("light flickers", moved(NATURE / "Wood.jpg", more=",eq=brightness='0.12*sin(9*t)':eval=frame"), {}),
    ("dissolve", both(NATURE / "Garden.jpg", NATURE / "Dune.jpg", "fade", 2.5), {}),
    ("fade", both(DESKTOP / "MATE-Stripes-Dark.png", NATURE / "YellowFlower.jpg", "fadeblack", 1.5), {}),
]


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [rounded(one) for one in value[:12]]
    return value


LEFT_OUT = {"schema", "type", "pts", "timestamp", "stream-time", "running-time", "duration", "phash"}


def lines(path, kind):
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["type"] == kind and "event" not in record:
            yield record["pts"], rounded({k: v for k, v in record.items() if k not in LEFT_OUT})


def filmed(source, folder):
    film, motion, scene = (folder / name for name in ("film.mkv", "motion.jsonl", "scene.jsonl"))
    inputs, filters = source
    subprocess.run(["ffmpeg", "-v", "error", "-y", *inputs, "-filter_complex", filters + f",fps={RATE}",
                    "-t", str(SECONDS), "-c:v", "ffv1", "-pix_fmt", "yuv420p", str(film)], check=True)
    subprocess.run(["gst-launch-1.0", "-q", "filesrc", f"location={film}", "!", "matroskademux", "!",
                    "avdec_ffv1", "!", "animatizemotion", f"json-location={motion}", "!",
                    "animatizeanalyze", "wait=true", f"json-location={scene}", "!", "fakesink"], check=True)
    return list(lines(motion, "motion")), list(lines(scene, "scene"))


def frames(motion, scene):
    """Every fifth frame, and the scene where it is a new one."""
    last, made = None, []
    for index, (pts, record) in enumerate(motion):
        known = [one for when, one in scene if when <= pts and one.get("analysed-pts", 0) <= pts]
        if index % EVERY:
            continue
        frame = {"pts": pts, "motion": record}
        if known and known[-1] != last:
            last = frame["scene"] = known[-1]
        made.append(frame)
    return made


def main():
    shots = []
    with tempfile.TemporaryDirectory() as folder:
        for name, source, settings in SHOTS:
            print(name, file=sys.stderr)
            motion, scene = filmed(source, pathlib.Path(folder))
            shots.append({"name": name, "settings": settings, "frames": frames(motion, scene)})
    rows = ",\n".join(json.dumps(shot, separators=(",", ":")) for shot in shots)
    print('{"shots":[\n' + rows + "\n]}")


if __name__ == "__main__":
    assert "GST_PLUGIN_PATH" in os.environ, "say where the plugin is"
    main()
