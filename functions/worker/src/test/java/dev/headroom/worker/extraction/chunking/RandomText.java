package dev.headroom.worker.extraction.chunking;

import java.util.List;
import java.util.random.RandomGenerator;

/** Texts as nobody writes them: words of every plane, runs of white space, lone surrogates. */
public final class RandomText {
  private static final List<String> PIECES =
      List.of(
          " ",
          " ",
          " ",
          "\n",
          "\r\n",
          "\n\n",
          "\r\n \r\n",
          "\t",
          "\f",
          "\u2029",
          "\u00a0",
          "\u3000",
          ". ",
          "! ",
          "? ",
          "。",
          ", ",
          "; ",
          "(",
          ")",
          "\"",
          "-----",
          "1. ",
          "a) ",
          "\u0301",
          "\ud800",
          "\udc00",
          "👩‍👩‍👧",
          "🎉",
          "𝒳",
          "𠀋",
          "許可",
          "ライセンス",
          "라이선스",
          "สัญญา",
          "Straße",
          "licence",
          "the",
          "Software",
          "Inc.",
          "e.g. ",
          "x",
          "İ",
          "ﬁ");

  private RandomText() {}

  /**
   * Returns a random text.
   *
   * @param longest in characters; the length is drawn too
   */
  public static String of(RandomGenerator random, int longest) {
    int length = random.nextInt(longest);
    var text = new StringBuilder();
    while (text.length() < length) {
      String piece = PIECES.get(random.nextInt(PIECES.size()));
      // Long runs of one thing are what breaks bounds.
      text.append(piece.repeat(random.nextInt(40) == 0 ? random.nextInt(1, 400) : 1));
      if (random.nextInt(20) == 0) {
        text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
      }
    }
    return text.toString();
  }
}
