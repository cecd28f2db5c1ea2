// SPDX-License-Identifier: MIT
#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

namespace injection {

/// What a power failure leaves of what was not made durable. POSIX promises nothing of it; these are the corners.
enum class Loss {
  all,   ///< neither data nor names that were not fsynced are there
  data,  ///< the names are there, zeros under them
  one    ///< of the changes of names one is missing, earlier and later ones are there
};

/// Keeps account of a process's changes of data and of names that no fsync has made durable yet, so that they can be
/// taken back. Replaced and removed files are kept as hard links in a folder of their own until then.
class Disk {
 public:
  void keep_in(const std::string& folder) { kept_ = folder; }

  void created(const std::string& path);
  void made_folder(const std::string& path);
  /// Before a rename; `undone` if it then failed.
  void renaming(const std::string& from, const std::string& to);
  void removing(const std::string& path);
  void undone();
  void wrote(int descriptor);
  void synced(int descriptor);
  /// @param choice  which one of Loss::one: 0 is the oldest
  void lose(Loss loss, std::size_t choice = 0);
  /// After EIO: what was written to the file reads well for a while, out of memory, but is not on the disk.
  void doom(int descriptor);
  /// Before a rename: by the time that somebody reads the file under its new name, a doomed one holds zeros.
  void lose_if_doomed(const std::string& path);

 private:
  enum class Kind { file, folder, rename, removal };
  struct Change {
    Kind kind;
    std::string folder, path, from, kept;
  };
  struct Data {
    dev_t device;
    ino_t inode;
    int descriptor;
  };
  void add(Kind kind, const std::string& path, const std::string& from = {});
  void undo(const Change& change);
  std::vector<Change> changes_;
  std::vector<Data> data_, doomed_;
  std::string kept_;
  int number_ = 0;
};

}  // namespace injection
