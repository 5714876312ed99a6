namespace Zot.Configuration.Binding;

/// <summary>A record that declares each of its keys once and validates itself.</summary>
internal interface ISection<TSelf>
    where TSelf : class, ISection<TSelf>
{
    /// <summary>
    /// Declares the keys. The binding, the detection of unknown keys and the schema all derive from these declarations.
    /// </summary>
    /// <remarks>
    /// Every call must declare every key, whatever the values are; a key that is left out is unknown.
    /// </remarks>
    static abstract TSelf Read(Section section);

    /// <summary>Validates the rules that the kinds of the values do not cover.</summary>
    void Check(SectionRules rules)
    {
    }
}
