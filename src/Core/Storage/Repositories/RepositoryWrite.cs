using Zot.Registry;
using Zot.Storage.Indexing;
using Zot.Storage.Locking;

namespace Zot.Storage.Repositories;

/// <summary>The write lock of a repository. Disposing it releases the lock.</summary>
internal readonly struct RepositoryWrite(
    Repository repository, AsyncLock.Turn turn, bool isSweep, CallContext? call) : IDisposable
{
    /// <summary>The index, which no other writer changes meanwhile.</summary>
    internal RepositoryIndex Index => repository.Index;

    /// <summary>Adds a manifest, and moves tags to it.</summary>
    internal ValueTask PushAsync(Descriptor manifest, IEnumerable<Tag> tags)
    {
        var editor = new IndexEditor(Index);
        editor.Push(manifest, tags);
        return repository.CommitAsync(editor, isRemoval: false, isSweep, call);
    }

    /// <summary>Removes a tag.</summary>
    internal ValueTask RemoveTagAsync(Tag tag)
    {
        var editor = new IndexEditor(Index);
        editor.RemoveTag(tag.ToString());
        return repository.CommitAsync(editor, isRemoval: true, isSweep, call);
    }

    /// <summary>Removes a manifest with all its tags.</summary>
    internal ValueTask DeleteAsync(Digest manifest)
    {
        var editor = new IndexEditor(Index);
        editor.Delete(manifest);
        return repository.CommitAsync(editor, isRemoval: true, isSweep, call);
    }

    /// <summary>Records that content is about to be deleted.</summary>
    internal void CountDeletion() => repository.CountDeletion();

    public void Dispose()
    {
        repository.EndWrite();
        turn.Dispose();
    }
}
