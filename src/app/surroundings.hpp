// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>

namespace fokker::app {

/// Opens closed standard descriptors on /dev/null, so that no data file gets one of their numbers; ignores SIGPIPE and
/// SIGXFSZ, so that writes fail with EPIPE and EFBIG instead; has large arrays go back to the system once they are
/// freed.
void prepare_surroundings();

/// From now on the first SIGINT, SIGTERM, SIGHUP or SIGXCPU raises the returned flag; a second one, but
/// for SIGXCPU, leaves at once.
const std::atomic<bool>& watch_signals();

/// From now on SIGUSR1 asks for a checkpoint.
void watch_checkpoint_requests();
/// Whether one was asked for since the last call.
bool take_checkpoint_request();

/// Number of the signal that raised the flag, 0 if none did.
int received_signal();

}  // namespace fokker::app
