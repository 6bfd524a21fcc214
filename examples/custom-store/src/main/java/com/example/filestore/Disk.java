package com.example.filestore;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * What a store asks of the disk beyond writing: to make it last. Tests put another one in its
 * place, which fails between two steps as a process does that is killed there.
 */
interface Disk {

  /** The real one. */
  Disk REAL =
      new Disk() {
        @Override
        public void sync(FileChannel file) throws IOException {
          file.force(true);
        }

        @Override
        public void reached(String point) {}
      };

  /** Returns when what was written to the file, or the names in the folder, survive a power cut. */
  void sync(FileChannel file) throws IOException;

  /** Called between two steps of a write. */
  void reached(String point) throws IOException;
}
