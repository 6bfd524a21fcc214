package io.webhookguard.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.webhookguard.api.event.Payload;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Holds the scanner against Jackson's tree, which reads the whole document. */
class JsonScannerProperties {

  private static final List<String> PATHS = List.of("id", "data", "data.object", "data.object.id");
  private static final JsonScanner SCANNER = JsonScanner.forPaths(PATHS);
  private static final BigDecimal LEAST = new BigDecimal("-1e40"); // 64 characters are enough
  private static final ObjectMapper TREE = new ObjectMapper();

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  @Label("finds in valid JSON what the tree holds at each path")
  void findsWhatTheTreeHolds(@ForAll("documents") JsonNode document, @ForAll boolean pretty)
      throws JsonProcessingException {
    String json =
        pretty
            ? TREE.writerWithDefaultPrettyPrinter().writeValueAsString(document)
            : TREE.writeValueAsString(document);

    JsonScan.Found body =
        (JsonScan.Found) SCANNER.scan(payload(json.getBytes(StandardCharsets.UTF_8)));

    for (String path : PATHS) {
      JsonNode expected = document.at("/" + path.replace('.', '/'));
      assertThat(agree(body.at(path), expected)).as("%s in %s", path, json).isTrue();
    }
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  @Label("a body with one byte changed never makes it throw")
  void neverThrows(
      @ForAll("documents") JsonNode document, @ForAll int position, @ForAll byte replacement)
      throws JsonProcessingException {
    byte[] bytes = TREE.writeValueAsBytes(document);
    bytes[Math.floorMod(position, bytes.length)] = replacement;

    assertThat(SCANNER.scan(payload(bytes))).isNotNull();
  }

  @Property(tries = 1000)
  @Label("any bytes at all never make it throw")
  void neverThrowsForAnyBytes(@ForAll byte[] bytes) {
    assertThat(SCANNER.scan(payload(bytes))).isNotNull();
  }

  private static boolean agree(JsonValue value, JsonNode expected) {
    return switch (value.kind()) {
      case STRING -> expected.isTextual() && expected.textValue().equals(value.text());
      case NUMBER ->
          expected.isNumber()
              && expected.decimalValue().compareTo(new BigDecimal(value.text())) == 0;
      case BOOLEAN ->
          expected.isBoolean() && expected.booleanValue() == Boolean.parseBoolean(value.text());
      case NULL -> expected.isNull();
      case CONTAINER -> expected.isContainerNode();
      case ABSENT -> expected.isMissingNode();
    };
  }

  @Provide
  Arbitrary<JsonNode> documents() {
    return documents(4);
  }

  private Arbitrary<JsonNode> documents(int levels) {
    return levels == 0
        ? scalars()
        : Arbitraries.frequencyOf(
            Tuple.of(1, scalars()),
            Tuple.of(3, objects(documents(levels - 1))),
            Tuple.of(1, arrays(documents(levels - 1))));
  }

  private static Arbitrary<JsonNode> scalars() {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return Arbitraries.oneOf(
        Arbitraries.strings()
            .ofMaxLength(20)
            .map(JsonScannerProperties::encodable)
            .map(nodes::textNode),
        Arbitraries.longs().map(nodes::numberNode),
        Arbitraries.bigDecimals().between(LEAST, LEAST.negate()).ofScale(6).map(nodes::numberNode),
        Arbitraries.of(true, false).map(nodes::booleanNode),
        Arbitraries.of(0).map(zero -> nodes.nullNode()));
  }

  // A lone surrogate has no UTF-8, so no body can hold it unescaped.
  private static String encodable(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static Arbitrary<JsonNode> objects(Arbitrary<JsonNode> values) {
    Arbitrary<String> keys = Arbitraries.of("id", "data", "object", "x", "data.object", "é");
    return Arbitraries.maps(keys, values).ofMaxSize(4).map(JsonScannerProperties::objectOf);
  }

  private static JsonNode objectOf(Map<String, JsonNode> fields) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    fields.forEach(node::set);
    return node;
  }

  private static Arbitrary<JsonNode> arrays(Arbitrary<JsonNode> values) {
    return values.list().ofMaxSize(3).map(JsonScannerProperties::arrayOf);
  }

  private static JsonNode arrayOf(List<JsonNode> items) {
    ArrayNode node = JsonNodeFactory.instance.arrayNode();
    items.forEach(node::add);
    return node;
  }

  private static Payload payload(byte[] bytes) {
    return Payload.of("application/json", bytes);
  }
}
