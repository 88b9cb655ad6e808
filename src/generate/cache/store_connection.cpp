#include "generate/cache/store_connection.h"

#include <cerrno>
#include <cstring>

#include <glib.h>

namespace animatize {
namespace {

constexpr const char* kDatabase = "/pictures.db";
constexpr const char* kLock = "/lock";

}  // namespace

StoreConnection::StoreConnection(std::string location, WallTime now, ProblemList& problems)
    : location_(std::move(location)), now_(std::move(now)), problems_(problems)
{}

StoreConnection::Fault StoreConnection::faultOf(const SqlFault& fault)
{
    if (fault.isBusy())
        return {Fault::Kind::Busy, fault.words};
    if (fault.isFull())
        return {Fault::Kind::Full, fault.words};
    return {fault.isDamaged() ? Fault::Kind::Damaged : Fault::Kind::Unusable, fault.words};
}

StoreConnection::Fault StoreConnection::faultOf(int error)
{
    if (error == EWOULDBLOCK)
        return {Fault::Kind::Busy, ""};
    const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
    return {full ? Fault::Kind::Full : Fault::Kind::Unusable, std::strerror(error)};
}

std::string StoreConnection::sentence(const Fault& fault) const
{
    const std::string cache = "the picture cache in " + location_;
    switch (fault.kind) {
        case Fault::Kind::Busy:
            return cache +
                   " has been locked by another program for 2 s; it is left alone for a while";
        case Fault::Kind::Full:
            return "there is no room on the disk for " + cache +
                   "; new pictures are kept in memory only";
        case Fault::Kind::Damaged:
            return "the index of " + cache + " is damaged again (" + fault.words +
                   "), so it isn't used any more; look at the disk, or remove the folder";
        case Fault::Kind::Another:
            return location_ + kDatabase +
                   " is the database of another program; name another folder for the picture cache";
        case Fault::Kind::Unusable:
            break;
    }
    return cache + " can't be used: " + fault.words;
}

Status StoreConnection::open()
{
    const Outcome fault = ready();
    if (!fault)
        return ok();
    if (fault->kind != Fault::Kind::Busy)
        return Error{sentence(*fault)};
    giveUp(reading_, *fault);
    giveUp(writing_, *fault);
    return ok();
}

StoreConnection::Outcome StoreConnection::outcomeOf(bool fine)
{
    const std::optional<FileFault> byFile = std::exchange(fileFault_, {});
    if (fine)
        return std::nullopt;
    return byFile ? faultOf(byFile->error) : faultOf(database_->fault());
}

bool StoreConnection::attempt(Pause& pause, const std::function<Outcome()>& work)
{
    if (!pause.isOver(now_()))
        return false;
    Outcome fault = ready();
    if (!fault)
        fault = work();
    if (fault && fault->kind == Fault::Kind::Damaged && database_ && !remade_) {
        fault = locked([this] { return makeAnew(); });
        if (!fault)
            fault = work();
    }
    if (!fault)
        return true;
    giveUp(pause, *fault);
    return false;
}

void StoreConnection::giveUp(Pause& pause, const Fault& fault)
{
    problems_.add(sentence(fault));
    const bool forGood = fault.kind == Fault::Kind::Damaged;
    pause = {now_(), forGood ? UINT64_MAX : kPause};
}

bool StoreConnection::read(const Step& step)
{
    return attempt(reading_, [&] {
        PictureIndex index(*database_);
        return outcomeOf(step(index));
    });
}

bool StoreConnection::write(const Step& step, const Settle& settle)
{
    return attempt(writing_, [&] { return locked([&] { return transact(step, settle); }); });
}

bool StoreConnection::hold(const Step& step)
{
    return attempt(writing_, [&] {
        return locked([&] {
            PictureIndex index(*database_);
            return outcomeOf(step(index));
        });
    });
}

StoreConnection::Outcome StoreConnection::locked(const std::function<Outcome()>& work)
{
    const FileLock::Held held = lock_->take(kPatience);
    return held ? work() : faultOf(held.error());
}

StoreConnection::Outcome StoreConnection::transact(const Step& step, const Settle& settle)
{
    PictureIndex index(*database_);
    Outcome outcome;
    {
        SqlTransaction transaction(*database_);
        outcome = outcomeOf(transaction.began() && step(index) && transaction.commit());
    }
    if (settle)
        settle(index, !outcome);
    return outcome;
}

bool StoreConnection::mayWrite()
{
    return attempt(writing_, [] { return Outcome(); });
}

bool StoreConnection::failed(const FileFault& fault)
{
    fileFault_ = fault;
    return false;
}

void StoreConnection::couldNotRead(const FileFault& fault)
{
    problems_.add(sentence(faultOf(fault.error)));
}

void StoreConnection::couldNotWrite(const FileFault& fault)
{
    giveUp(writing_, faultOf(fault.error));
}

StoreConnection::Outcome StoreConnection::ready()
{
    const bool moved = database_ && database_->hasMoved();
    if (database_ && !moved)
        return std::nullopt;
    database_.reset();
    lock_.reset();
    Outcome fault = connect();
    if (fault)
        database_.reset();
    else if (moved)
        problems_.add("the picture cache in " + location_ +
                      " was removed while in use; it has been made anew");
    return fault;
}

StoreConnection::Outcome StoreConnection::connect()
{
    if (g_mkdir_with_parents(location_.c_str(), 0700) != 0)
        return faultOf(errno);
    lock_ = std::make_unique<FileLock>(location_ + kLock);
    return locked([this]() -> Outcome {
        auto database = SqlDatabase::open(location_ + kDatabase, kPatience);
        if (!database)
            return faultOf(database.error());
        database_ = std::move(*database);
        return makeOurs();
    });
}

StoreConnection::Outcome StoreConnection::makeOurs()
{
    PictureIndex index(*database_);
    auto owner = PictureIndex::Owner::Another;
    Outcome fault = outcomeOf(database_->setUp() && index.owner(owner));
    if (!fault && owner == PictureIndex::Owner::Another)
        return Fault{Fault::Kind::Another, ""};
    if (!fault && owner == PictureIndex::Owner::Us)
        fault = outcomeOf(index.count());
    else if (!fault)
        fault = create(owner == PictureIndex::Owner::UsOfAnotherVersion);
    return fault && fault->kind == Fault::Kind::Damaged && !remade_ ? makeAnew() : fault;
}

StoreConnection::Outcome StoreConnection::create(bool overWhatIsThere)
{
    const bool empty = !overWhatIsThere || (database_->reset() && database_->setUp());
    return outcomeOf(empty && database_->run("PRAGMA journal_mode = WAL") &&
                     PictureIndex(*database_).create());
}

StoreConnection::Outcome StoreConnection::makeAnew()
{
    remade_ = true;
    Outcome fault = create(true);
    if (!fault)
        problems_.add("the index of the picture cache in " + location_ +
                      " was damaged and has been made anew; the pictures in it are lost");
    return fault;
}

}  // namespace animatize
