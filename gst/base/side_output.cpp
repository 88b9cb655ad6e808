#include "gst/base/side_output.h"

namespace animatize {

// Pads are added and removed outside of the lock: applications are told, and a task may be in the
// middle of a push.
GstPad* SideOutput::request(GstElement* element, GstPadTemplate* pads, const char* name,
                            size_t most)
{
    const auto fresh = std::make_shared<SidePad>(element, pads, name, most);
    const bool first = pad_.with([&fresh](auto& pad) {
        if (!pad)
            pad = fresh;
        return pad == fresh;
    });
    return first ? fresh->open() : nullptr;
}

void SideOutput::release()
{
    std::shared_ptr<SidePad> gone;
    pad_.with([&](auto& pad) { gone.swap(pad); });
    if (gone)
        gone->close();
}

std::shared_ptr<SidePad> SideOutput::pad(const GstSegment& segment,
                                         const SidePad::Choose& choose) const
{
    const auto pad = pad_.snapshot();
    if (pad && !pad->begun()) {
        pad->setChoice(choose);
        pad->begin(segment);
    }
    return pad;
}

void SideOutput::setChoice(const SidePad::Choose& choose) const
{
    if (const auto pad = pad_.snapshot())
        pad->setChoice(choose);
}

void SideOutput::begin(const GstSegment& segment, const SidePad::Choose& choose) const
{
    const auto pad = pad_.snapshot();
    if (!pad)
        return;
    if (!pad->begun())
        pad->setChoice(choose);
    pad->begin(segment);
}

void SideOutput::flush(bool begins) const
{
    if (const auto pad = pad_.snapshot())
        pad->flush(begins);
}

void SideOutput::endOfStream() const
{
    if (const auto pad = pad_.snapshot())
        pad->endOfStream();
}

uint64_t SideOutput::dropped() const
{
    const auto pad = pad_.snapshot();
    return pad ? pad->dropped() : 0;
}

}  // namespace animatize
