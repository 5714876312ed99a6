namespace Zot.Registry;

/// <summary>The operations of an OCI registry. Each capability of Zot.Net is a layer over it.</summary>
/// <remarks>
/// Missing content is a value (<see langword="null"/> or <see langword="false"/>), a rejected request is a
/// <see cref="RegistryException"/>; any other exception is a bug or an I/O error.
/// </remarks>
public interface IRegistry : IRegistryReader, IRegistryWriter, IRegistryDeleter, IRegistryLister;
