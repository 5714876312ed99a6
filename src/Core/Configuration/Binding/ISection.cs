namespace Zot.Configuration;

/// <summary>A record that declares its keys, each once, and checks itself.</summary>
internal interface ISection<TSelf>
    where TSelf : class, ISection<TSelf>
{
    /// <summary>Declares the keys: from what it asks for come the binding, the unknown keys and the schema.</summary>
    /// <remarks>Every key is asked for at every call, whatever the values are; a key left out is an unknown one.</remarks>
    static abstract TSelf Read(Section section);

    /// <summary>Checks what the kinds of the values do not say.</summary>
    void Check(SectionRules rules)
    {
    }
}
