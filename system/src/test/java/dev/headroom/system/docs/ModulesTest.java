package dev.headroom.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The drawing of the modules is that of the poms. */
class ModulesTest {
  private static final String GROUP = "dev.headroom";

  private static Element pom(String folder) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(Path.of(folder, "pom.xml").toFile())
        .getDocumentElement();
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        children.add(element);
      }
    }
    return children;
  }

  private static String text(Element parent, String name) {
    return children(parent, name).stream()
        .map(child -> child.getTextContent().strip())
        .findFirst()
        .orElse("");
  }

  /** Adds the modules below a folder that are no mere lists of modules, by their folders. */
  private static void addModules(String folder, Map<String, Element> modules) throws Exception {
    Element pom = pom(folder);
    List<Element> below =
        children(pom, "modules").stream()
            .flatMap(list -> children(list, "module").stream())
            .toList();
    if (below.isEmpty()) {
      modules.put(folder, pom);
    }
    for (Element module : below) {
      addModules((folder + "/" + module.getTextContent().strip()).replaceFirst("^/", ""), modules);
    }
  }

  private static Map<String, Set<String>> ofThePoms() throws Exception {
    Map<String, Element> modules = new LinkedHashMap<>();
    addModules("", modules);
    Map<String, String> folders = new TreeMap<>();
    modules.forEach((folder, pom) -> folders.put(text(pom, "artifactId"), folder));
    Map<String, Set<String>> arrows = new TreeMap<>();
    modules.forEach(
        (folder, pom) ->
            children(pom, "dependencies").stream()
                .flatMap(list -> children(list, "dependency").stream())
                .filter(dependency -> text(dependency, "groupId").equals(GROUP))
                .filter(dependency -> !text(dependency, "scope").equals("test"))
                .map(dependency -> folders.getOrDefault(text(dependency, "artifactId"), "?"))
                .forEach(to -> arrows.computeIfAbsent(folder, _ -> new TreeSet<>()).add(to)));
    return arrows;
  }

  private static Map<String, Set<String>> ofTheDrawing() {
    Map<String, Set<String>> arrows = new TreeMap<>();
    Page.read("docs/architecture.md").blocks().stream()
        .filter(block -> block.language().equals("mermaid"))
        .flatMap(block -> block.code().lines())
        .map(line -> line.strip().split(" --> ", -1))
        .filter(sides -> sides.length == 2)
        .forEach(
            sides ->
                arrows
                    .computeIfAbsent(sides[0], _ -> new TreeSet<>())
                    .addAll(List.of(sides[1].split(" & ", -1))));
    return arrows;
  }

  @Test
  void the_drawing_has_the_arrows_of_the_poms() throws Exception {
    assertThat(ofTheDrawing()).isEqualTo(ofThePoms());
  }
}
