using System.Text.Json.Nodes;

namespace Zot.BlackBox.Extensions;

/// <summary>Creates the section <c>extensions</c> of a registry with event sinks.</summary>
internal static class EventsConfiguration
{
    /// <summary>Creates a section with these sinks.</summary>
    public static JsonObject Of(params JsonObject[] sinks) => new()
    {
        ["events"] = new JsonObject { ["enable"] = true, ["sinks"] = new JsonArray([.. sinks]) },
    };

    /// <summary>Creates an HTTP sink named <c>hook</c>.</summary>
    public static JsonObject Http(string address, Action<JsonObject>? change = null) =>
        Changed(new JsonObject { ["name"] = "hook", ["type"] = "http", ["address"] = address }, change);

    /// <summary>Creates a NATS sink named <c>bus</c>, with the subject <c>registry.events</c>.</summary>
    public static JsonObject Nats(string address, Action<JsonObject>? change = null) => Changed(
        new JsonObject { ["name"] = "bus", ["type"] = "nats", ["address"] = address, ["channel"] = "registry.events", ["timeout"] = "10s" }, change);

    /// <summary>Creates a JetStream sink, whose stream <c>REGISTRY</c> is created if it is missing.</summary>
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
