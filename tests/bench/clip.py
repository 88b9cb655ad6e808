"""Raw films for the bench, made of still photographs: nothing to decode, real content.

The camera stands still, or pans to and fro over a photograph, while a piece of another one crosses the picture, and
in the middle there is a cut. Steps are whole even pixels, so rows are copied as they are.
"""

import pathlib
import subprocess

PHOTOS = [pathlib.Path("/usr/share/backgrounds/mate/nature") / name
          for name in ("GreenMeadow.jpg", "Storm.jpg")]
PAN = 4  # pixels per frame


def even(number):
    return int(number) // 2 * 2


class Still:
    """An I420 picture in memory, larger than the frames that are cut out of it."""

    def __init__(self, data, width, height):
        self.width, self.height = width, height
        view, half = memoryview(data), (width // 2) * (height // 2)
        luma = width * height
        self.planes = [view[:luma], view[luma:luma + half], view[luma + half:luma + 2 * half]]

    def row(self, plane, x, y, width):
        """`width` samples of a row; x y width count pixels, whatever the plane."""
        share = 1 if plane == 0 else 2
        at = y * (self.width // share) + x // share
        return self.planes[plane][at:at + width // share]


def to_and_fro(step, most):
    """Runs from 0 to most and back again, in even steps."""
    place = step % (2 * most) if most else 0
    return even(place if place <= most else 2 * most - place)


def frame(ground, subject, index, width, height, pans=True):
    """One frame as a list of row slices: `ground`, panned or still, a piece of `subject` in front."""
    x = to_and_fro(PAN * index, ground.width - width) if pans else 0
    y = to_and_fro(2 * (index // 2), ground.height - height) if pans else 0
    wide, high = even(width / 6), even(height / 3)
    middle = even((subject.width - wide) / 2)
    left, top = to_and_fro(3 * PAN * index, width - wide), even(height / 3)
    rows = []
    for plane in range(3):
        share = 1 if plane == 0 else 2
        for row in range(height // share):
            if top // share <= row < (top + high) // share:
                rows += [ground.row(plane, x, y // share + row, left),
                         subject.row(plane, middle, row, wide),
                         ground.row(plane, x + left + wide, y // share + row, width - left - wide)]
            else:
                rows.append(ground.row(plane, x, y // share + row, width))
    return rows


def load(source, width, height, folder):
    """What a launch line makes, as one raw picture."""
    raw = pathlib.Path(folder) / "still.raw"
    caps = f"video/x-raw,format=I420,width={width},height={height},pixel-aspect-ratio=1/1"
    line = (f"gst-launch-1.0 -q {source} ! videoconvert ! videoscale add-borders=false ! {caps} ! "
            f"filesink location={raw}")
    subprocess.run(line.split(), check=True, stdout=subprocess.DEVNULL)
    data = raw.read_bytes()[:width * height * 3 // 2]
    raw.unlink()
    return Still(data, width, height)


def stills(width, height, folder):
    """Two pictures a fifth larger than the frames, and what they are."""
    size = even(width * 1.2), even(height * 1.2)
    if all(photo.exists() for photo in PHOTOS):
        sources = [f"filesrc location={photo} ! jpegdec" for photo in PHOTOS]
        what = " and ".join(photo.stem for photo in PHOTOS) + " of mate-backgrounds"
    else:
        plate = "videotestsrc num-buffers=1 pattern=zone-plate"
        sources = [f"{plate} kx2=20 ky2=20", f"{plate} kx2=5 ky2=30 kxy=10"]
        what = "two zone plates (mate-backgrounds is not installed)"
    return [load(source, *size, folder) for source in sources], what


def to_format(path, film):
    """Rewrites an I420 film in the film's own format."""
    source = path.with_suffix(".i420")
    path.rename(source)
    line = (f"gst-launch-1.0 -q filesrc location={source} ! rawvideoparse format=i420 "
            f"width={film.width} height={film.height} framerate=25/1 ! videoconvert ! "
            f"video/x-raw,format={film.format} ! filesink location={path}")
    subprocess.run(line.split(), check=True, stdout=subprocess.DEVNULL)
    source.unlink()


def make(path, film, frames):
    """Writes so many frames of it; returns what they show."""
    width, height = film.width, film.height
    (first, second), what = stills(width, height, pathlib.Path(path).parent)
    with open(path, "wb") as file:
        for index in range(frames):
            pair = (first, second) if index < frames // 2 else (second, first)
            file.write(b"".join(frame(*pair, index, width, height, film.pans)))
    if film.format != "I420":
        to_format(pathlib.Path(path), film)
    return f"a camera over {what}, something crossing, one cut"
