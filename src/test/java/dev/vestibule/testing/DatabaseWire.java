package dev.vestibule.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A proxy between an application and its PostgreSQL, which can cut or hold connections. */
public final class DatabaseWire implements AutoCloseable {
    private enum State {
        WHOLE,
        CUT,
        HANGING
    }

    private final ServerSocket entry;
    private final int server;
    private final String url;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state = State.WHOLE;

    private DatabaseWire(ServerSocket entry, int server, String url) {
        this.entry = entry;
        this.server = server;
        this.url = url;
    }

    /** A proxy to a new, empty database. */
    public static DatabaseWire toNewDatabase() {
        String direct = TestDatabase.create();
        URI address = URI.create(direct.substring("jdbc:".length()));
        try {
            ServerSocket entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            String url = direct.replace(":" + address.getPort() + "/", ":" + entry.getLocalPort() + "/");
            DatabaseWire wire = new DatabaseWire(entry, address.getPort(), url);
            run(wire::accept);
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The URL of the database through the proxy. */
    public String url() {
        return url;
    }

    /** Closes every connection, and accepts no new one. */
    public void cut() {
        set(State.CUT);
        ends.forEach(DatabaseWire::close);
    }

    /** Accepts bytes and new connections, and forwards nothing. */
    public void hang() {
        set(State.HANGING);
    }

    /** Forwards again, held bytes included. */
    public void restore() {
        set(State.WHOLE);
    }

    @Override
    public void close() throws IOException {
        entry.close();
        cut();
    }

    private void set(State next) {
        lock.lock();
        try {
            state = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits while the proxy holds, and returns whether it forwards then. */
    private boolean passes() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (state == State.HANGING) {
                changed.await();
            }
            return state == State.WHOLE;
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket near = entry.accept();
                run(() -> join(near));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void join(Socket near) {
        ends.add(near);
        try {
            if (!passes()) {
                close(near);
                return;
            }
            Socket far = new Socket(InetAddress.getLoopbackAddress(), server);
            ends.add(far);
            run(() -> pump(near, far));
            pump(far, near);
        } catch (IOException e) {
            close(near);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] bytes = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(bytes); count >= 0 && passes(); count = in.read(bytes)) {
                out.write(bytes, 0, count);
            }
        } catch (IOException e) {
            // One of the ends is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(from);
            close(to);
            ends.remove(from);
            ends.remove(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private static void run(Runnable work) {
        Thread thread = new Thread(work, "database-wire");
        thread.setDaemon(true);
        thread.start();
    }
}
