using System.Text.Json.Nodes;

namespace Zot.BlackBox.Extensions;

/// <summary>The section <c>extensions</c> of a registry that tells of its events.</summary>
internal static class EventsConfiguration
{
    /// <summary>One that tells these sinks.</summary>
    public static JsonObject Of(params JsonObject[] sinks) => new()
    {
        ["events"] = new JsonObject { ["enable"] = true, ["sinks"] = new JsonArray([.. sinks]) },
    };

    /// <summary>A sink over HTTP, named <c>hook</c>.</summary>
    public static JsonObject Http(string address, Action<JsonObject>? change = null) =>
        Changed(new JsonObject { ["name"] = "hook", ["type"] = "http", ["address"] = address }, change);

    /// <summary>A sink of NATS, named <c>bus</c>, to the subject <c>registry.events</c>.</summary>
    public static JsonObject Nats(string address, Action<JsonObject>? change = null) => Changed(
        new JsonObject { ["name"] = "bus", ["type"] = "nats", ["address"] = address, ["channel"] = "registry.events", ["timeout"] = "10s" }, change);

    /// <summary>A sink of JetStream, whose stream <c>REGISTRY</c> is created where it is absent.</summary>
    public static JsonObject JetStream(string address, Action<JsonObject>? change = null) => Nats(address, sink =>
    {
        (sink["jetstream"], sink["stream"], sink["createStream"]) = (true, "REGISTRY", true);
        change?.Invoke(sink);
    });

    private static JsonObject Changed(JsonObject sink, Action<JsonObject>? change)
    {
        change?.Invoke(sink);
        return sink;
    }
}
