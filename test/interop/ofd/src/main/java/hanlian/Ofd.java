package hanlian;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.ofdrw.reader.OFDReader;
import org.ofdrw.sign.verify.OFDValidator;
import org.ofdrw.sign.verify.container.SESV1ValidateContainer;
import org.ofdrw.sign.verify.container.SESV4ValidateContainer;

/**
 * What the tests ask of ofdrw, a line of tab-separated words each, answered by a line: {@code make 1|4 FILE PICTURE
 * ATTACHMENT} writes a sealed document, {@code verify 1|4 FILE} validates one.
 */
public final class Ofd {
  public static void main(String[] args) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println(answer(line.split("\t")));
      System.out.flush();
    }
  }

  private static String answer(String[] words) {
    try {
      switch (words[0]) {
        case "make" -> new Sealed(words[1].equals("4")).write(Path.of(words[2]), Path.of(words[3]), Path.of(words[4]));
        case "verify" -> verify(words[1].equals("4"), Path.of(words[2]));
        default -> throw new IllegalArgumentException(words[0]);
      }
      return "ok";
    } catch (Exception problem) {
      return "no " + String.valueOf(problem).replaceAll("\\s+", " ");
    }
  }

  private static void verify(boolean isV4, Path file) throws Exception {
    try (var reader = new OFDReader(file);
        var validator = new OFDValidator(reader)) {
      validator.setValidator(isV4 ? new SESV4ValidateContainer() : new SESV1ValidateContainer());
      validator.exeValidate();
    }
  }

  private Ofd() {}
}
