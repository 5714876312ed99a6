namespace Zot.BlackBox.Harness.Prometheus;

/// <summary>The parser accepts valid text only.</summary>
public sealed class PrometheusParserTests
{
    private const string Good = "# HELP a_total A \\\\ and\\na line.\n# TYPE a_total counter\na_total{x=\"1\\\"\\\\\\n,}\",y=\"\"} 1.5e3\n";

    private const string Histogram =
        "# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"0.1\"} 1\nh_bucket{le=\"+Inf\"} 2\nh_sum 0.5\nh_count 2\n";

    [Fact(Timeout = Limits.Test)]
    public void Valid_text_is_parsed()
    {
        var family = PrometheusParser.Parse(Good)["a_total"];

        Assert.Equal(("counter", "A \\ and\na line."), (family.Type, family.Help));
        var sample = Assert.Single(family.Samples);
        Assert.Equal(1500, sample.Value);
        Assert.Equal("1\"\\\n,}", sample.Labels["x"]);
        Assert.Equal("", sample.Labels["y"]);
        Assert.Equal(4, PrometheusParser.Parse(Histogram)["h"].Samples.Count);
    }

    [Theory(Timeout = Limits.Test)]
    [InlineData("a 1\n")]
    [InlineData("# TYPE a gauge\na 1\n")]
    [InlineData("# HELP a A.\na 1\n")]
    [InlineData("# HELP a A.\n# TYPE a gauge\na 1")]
    [InlineData("# HELP a A.\n# TYPE a gauge\na one\n")]
    [InlineData("# HELP a A.\n# TYPE a gauge\na 1\na 2\n")]
    [InlineData("# HELP a A.\n# TYPE a gauge\nb 2\n")]
    [InlineData("# HELP a A.\n# TYPE a counter\na 2\n")]
    [InlineData("# HELP a A.\n# TYPE a gauge\n")]
    [InlineData("# HELP a A.\n# TYPE a gauge\na{x=\"1\",x=\"2\"} 2\n")]
    [InlineData("# HELP a A.\n# TYPE a gauge\na{x=\"\\t\"} 2\n")]
    [InlineData("# HELP a A.\n# TYPE a gauge\na{x=\"\"\"} 2\n")]
    [InlineData("# HELP a A.\n# TYPE a gauge\na{x=1} 2\n")]
    [InlineData("# HELP a-b A.\n# TYPE a-b gauge\na-b 2\n")]
    [InlineData("# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"0.1\"} 3\nh_bucket{le=\"+Inf\"} 2\nh_sum 0.5\nh_count 2\n")]
    [InlineData("# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"0.1\"} 1\nh_bucket{le=\"+Inf\"} 2\nh_sum 0.5\nh_count 3\n")]
    [InlineData("# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"0.1\"} 1\nh_sum 0.5\nh_count 1\n")]
    [InlineData("# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"+Inf\"} 2\nh_count 2\n")]
    public void Invalid_text_is_rejected(string text) => Assert.Throws<FormatException>(() => PrometheusParser.Parse(text));
}
