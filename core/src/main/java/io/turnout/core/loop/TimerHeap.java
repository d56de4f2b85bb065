package io.turnout.core.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Tasks by time, the earliest first: a binary heap whose tasks know their place. */
final class TimerHeap {
  private @Nullable Task[] tasks = new @Nullable Task[64];
  private int size;

  /** Puts a task in, or moves the one that is in to an earlier time. */
  void put(Task task, long nanos) {
    task.queuedNanos = nanos;
    if (task.heapIndex < 0) {
      if (size == tasks.length) {
        tasks = Arrays.copyOf(tasks, size * 2);
      }
      place(task, size++);
    }
    siftUp(task);
  }

  /** Takes a task out, if it is in. */
  void remove(Task task) {
    int index = task.heapIndex;
    if (index < 0) {
      return;
    }
    task.heapIndex = -1;
    Task last = at(--size);
    tasks[size] = null;
    if (last != task) {
      place(last, index);
      siftUp(last);
      siftDown(last);
    }
  }

  /** When the earliest task stands, or {@link Task#NEVER}. It may turn out to have moved later. */
  long earliestNanos() {
    return size == 0 ? Task.NEVER : at(0).queuedNanos;
  }

  /** Wakes every task whose time has come. */
  void expire(long now) {
    while (size > 0 && at(0).queuedNanos <= now) {
      Task task = at(0);
      long expires = task.expiresNanos();
      if (expires > now && expires != Task.NEVER) {
        task.queuedNanos = expires;
        siftDown(task);
      } else {
        remove(task);
        if (expires != Task.NEVER) {
          task.disarm();
          task.wake(Tasklet.WOKEN_TIMER);
        }
      }
    }
  }

  int size() {
    return size;
  }

  private void siftUp(Task task) {
    int index = task.heapIndex;
    while (index > 0) {
      Task parent = at((index - 1) >> 1);
      if (parent.queuedNanos <= task.queuedNanos) {
        break;
      }
      int above = parent.heapIndex;
      place(parent, index);
      index = above;
    }
    place(task, index);
  }

  private void siftDown(Task task) {
    int index = task.heapIndex;
    while (true) {
      int child = 2 * index + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && at(child + 1).queuedNanos < at(child).queuedNanos) {
        child++;
      }
      Task smaller = at(child);
      if (smaller.queuedNanos >= task.queuedNanos) {
        break;
      }
      place(smaller, index);
      index = child;
    }
    place(task, index);
  }

  private void place(Task task, int index) {
    tasks[index] = task;
    task.heapIndex = index;
  }

  private Task at(int index) {
    Task task = tasks[index];
    assert task != null;
    return task;
  }
}
