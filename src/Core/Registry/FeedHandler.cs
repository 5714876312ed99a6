namespace Zot.Registry;

/// <summary>Handles an item of a <see cref="Feed{T}"/>. Must not block.</summary>
/// <param name="item">The item.</param>
public delegate void FeedHandler<T>(in T item)
    where T : struct;
