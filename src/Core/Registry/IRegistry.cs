namespace Zot.Registry;

/// <summary>Everything an OCI registry can do. Each capability of Zot.Net is a layer over it.</summary>
/// <remarks>
/// Absence is a value (<see langword="null"/> or <see langword="false"/>), a refusal is a
/// <see cref="RegistryException"/>, anything else is a bug or a broken disk.
/// </remarks>
public interface IRegistry : IRegistryReader, IRegistryWriter, IRegistryDeleter, IRegistryLister;
