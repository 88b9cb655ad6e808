// animatizeoverlay: draws what the metadata says, for people to look at.
//
// What is drawn is src/overlay's to say; here metas become its input, and its sprites are laid on
// the frame: as a GstVideoOverlayComposition where downstream takes one, blended otherwise
// (canvas.h). No frame is late or lost for it: what can't be drawn on goes on as it came, and a
// sentence says why. Late frames (QoS) get what was drawn last, so that nothing flickers.
#include "gst/overlay/animatizeoverlay.h"

#include <utility>

#include "gst/base/element.h"
#include "gst/base/observer.h"
#include "gst/overlay/canvas.h"
#include "gst/overlay/frame_records.h"
#include "overlay/overlay_artist.h"

namespace animatize {
namespace {

struct OverlaySettings : CommonSettings {
    uint32_t layers = kAllLayers;
};

using Settings = OverlaySettings;

const std::vector<Property<Settings>> kProperties = withCommonRows<Settings>({
    // In the order of OverlayLayer's bits.
    {"layers",
     "What is drawn",
     &Settings::layers,
     {},
     When::Playing,
     {"regions", "objects", "zones", "camera", "shot", "composition", "prompt", "generator",
      "timing"}},
});

class OverlayElement final : public ElementWith<Settings> {
  public:
    explicit OverlayElement(GstBaseTransform* object)
        : ElementWith(object, kProperties), canvas_(object->srcpad)
    {}

  private:
    void allocationAnswered(GstQuery* query) override { canvas_.answered(query); }
    void downstreamChanged() override { canvas_.downstreamChanged(); }

    // As a wire it doesn't change what downstream is told either.
    void capsSent() override
    {
        if (latest()->enabled)
            canvas_.negotiate();
    }

    void open() override
    {
        canvas_.restart();
        chain_ = &metrics()->histogram(Metric::ChainDuration);
        drawn_ = missed_ = 0;
        publish(numbers());
    }

    void close() override
    {
        canvas_.close();
        artist_.reset();
    }

    void capsChanged(GstCaps* caps) override
    {
        canvas_.setVideo(caps, info());
        const cv::Size size(GST_VIDEO_INFO_WIDTH(&info()), GST_VIDEO_INFO_HEIGHT(&info()));
        const double aspect = static_cast<double>(GST_VIDEO_INFO_PAR_N(&info())) /
                              std::max(1, GST_VIDEO_INFO_PAR_D(&info()));
        if (artist_ && size == size_ && aspect == aspect_)
            return;
        artist_ = std::make_unique<OverlayArtist>(size, aspect);
        size_ = size;
        aspect_ = aspect;
    }

    Status process(Frame& frame) override
    {
        const OverlayInput& input = records_.read(frame.buffer(), frame.time());
        noteTimes(input.times);
        looked_ = frame.time().now;
        sprites_ = artist_->next(input, now().layers);
        due_ = true;
        return ok();
    }

    // Nobody else sees all elements' times of one frame together.
    void noteTimes(const std::vector<StageTime>& times)
    {
        uint64_t all = 0;
        for (const StageTime& time : times)
            all += time.took;
        if (all > 0)
            chain_->add(all);
    }

    void again(Frame&) override { due_ = true; }
    // Looking is cheap; what is old tells lies.
    void skip(Frame& frame) override
    {
        constexpr uint64_t kHeld = 500 * kMillisecond;
        const uint64_t now = frame.time().now;
        if (now >= looked_ && now - looked_ <= kHeld)
            due_ = true;
        else if (const Status status = process(frame); !status)
            warn(status.error().message);
    }

    BufferRef show(BufferRef frame) override
    {
        if (!std::exchange(due_, false))
            return frame;
        if (!canvas_.isNegotiated())
            canvas_.negotiate();
        if (sprites_.empty())
            return frame;
        const Status status = canvas_.lay(frame, sprites_);
        ++(status ? drawn_ : missed_);
        if (!status)
            warn(status.error().message);
        publish(numbers());
        return frame;
    }

    void interrupt(const std::string&) override
    {
        if (artist_)
            artist_->forget();
        records_.forget();
        canvas_.forget();
        sprites_.clear();
        due_ = false;
    }

    Record numbers() const
    {
        Record record;
        record.add("drawn", Record::Value(drawn_))
            .add("attached", Record::Value(canvas_.attached()))
            .add("blended", Record::Value(canvas_.blended()))
            .add("copied", Record::Value(canvas_.copied()))
            .add("missed", Record::Value(missed_))
            .add("sprites", Record::Value(uint64_t{sprites_.size()}))
            .add("converted", Record::Value(canvas_.converted()));
        return record;
    }

    Record takeSummary() override { return numbers(); }

    void addMeasured(Record& record, MetricScope& scope) const override
    {
        const TimeHistogram chain = scope.histogram(Metric::ChainDuration).snapshot();
        if (chain.count() > 0)
            addTimes(record, "chain-time", chain);
    }

    Canvas canvas_;
    std::unique_ptr<OverlayArtist> artist_;  ///< of frames of size_ and aspect_
    cv::Size size_;
    double aspect_ = 1.0;
    FrameRecords records_;
    std::vector<Sprite> sprites_;  ///< of the last frame that was looked at
    Histogram* chain_ = nullptr;   ///< of this stream's scope
    uint64_t looked_ = 0;          ///< when the metas were read last
    bool due_ = false;             ///< the frame at hand is to be drawn on
    uint64_t drawn_ = 0, missed_ = 0;
};

}  // namespace
}  // namespace animatize

// "AnimatizeOverlay" alone is, or may become, the name of a meta.
struct GstAnimatizeOverlay {
    AnimatizeObserver parent;
};

struct GstAnimatizeOverlayClass {
    AnimatizeObserverClass parent_class;
};

G_DEFINE_TYPE(GstAnimatizeOverlay, animatize_overlay, animatize_observer_get_type())

static void animatize_overlay_class_init(GstAnimatizeOverlayClass* klass)
{
    animatize_observer_class_setup(&klass->parent_class, "Metadata overlay",
                                   "Draws what the metadata of the animatize elements says");
    gst_element_class_set_metadata(
        GST_ELEMENT_CLASS(klass), "Metadata overlay", "Filter/Editor/Video",
        "Draws what the metadata of the animatize elements says", "The animatize authors");
    animatize::install(G_OBJECT_CLASS(klass), animatize::kProperties);
    klass->parent_class.create = [](GstBaseTransform* object) -> animatize::Element* {
        return new animatize::OverlayElement(object);
    };
}

static void animatize_overlay_init(GstAnimatizeOverlay*) {}
