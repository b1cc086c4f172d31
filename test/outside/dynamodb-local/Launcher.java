import java.io.OutputStream;
import java.net.InetSocketAddress;
import org.eclipse.jetty.server.Server;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * DynamoDB Local in memory, on a free port of 127.0.0.1. Its own ServerRunner listens on every interface, has no option
 * against it, and sets up telemetry unless told otherwise; here nothing sets it up, so that nothing calls out.
 */
class Launcher {
  public static void main(String[] args) throws Exception {
    // Only our line goes to the standard output: its warnings would go there too.
    var out = System.out;
    System.setOut(System.err);

    boolean inMemory = true, sharedDb = false, delayTransientStatuses = false;
    var requests = new LocalDynamoDBRequestHandler(0, inMemory, null, sharedDb, delayTransientStatuses);
    var server = new Server(new InetSocketAddress("127.0.0.1", 0));
    server.setHandler(new LocalDynamoDBServerHandler(requests, null));
    server.start();
    out.println("http://127.0.0.1:" + server.getURI().getPort());

    // The pipe ends with the process that started this one, however that dies.
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }
}
