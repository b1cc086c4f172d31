import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Date;
import java.util.TimeZone;
import org.quartz.CronExpression;

/** Reads a cron expression by line; prints its next five times in UTC after the instant that is the argument, in epoch ms, or what Quartz refuses it with. */
class NextTimes {
  public static void main(String[] args) throws Exception {
    var after = new Date(Long.parseLong(args[0]));
    var in = new BufferedReader(new InputStreamReader(System.in));
    for (String line; (line = in.readLine()) != null; ) {
      var said = new StringBuilder();
      try {
        var cron = new CronExpression(line);
        cron.setTimeZone(TimeZone.getTimeZone("UTC"));
        var at = after;
        for (int times = 0; times < 5; times++) {
          at = cron.getNextValidTimeAfter(at);
          if (at == null) break;
          said.append(at.getTime()).append(' ');
        }
      } catch (java.text.ParseException | UnsupportedOperationException refused) {
        said.append("refused: ").append(refused.getMessage());
      }
      System.out.println(said.toString().trim());
    }
  }
}
